"""A recount written apart from the code: plain SQL over the facts, sharing no rule with the package.

It reads `facts` and `artifacts` only, and says again in its own words what each figure means. Two ways to the same
number, written by different hands, seldom make the same mistake.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field

import sqlalchemy as sa
from sqlalchemy.orm import Session

OPEN_END = 99991231
OWN = {"base", "undecided"}
POPULATIONS = {
    "all_holdings": (OWN, None),
    "base_store": ({"base"}, None),
    "reference_store": ({"reference"}, None),
    "deposits": ({"deposit"}, None),
    "objects_proper": (OWN, {"object", "specimen"}),
}
REGISTERED = {"here", "registered"}
STOCKS: dict[str, tuple[set[str], set[str]]] = {
    "present": ({"here"}, set()),
    "registered": (REGISTERED, set()),
    "unregistered": ({"here"}, {"registered"}),
    "collected_unregistered": ({"here", "collected"}, {"registered"}),
    "marked": ({"here", "marked"}, set()),
    "classified": ({"here", "classified"}, set()),
    "dossier": ({"here", "dossier"}, set()),
    "initial_inventory": (REGISTERED | {"marked"}, set()),
    "scientific_inventory": (REGISTERED | {"marked", "classified", "dossier"}, set()),
    "inventoried": (REGISTERED | {"marked", "classified"}, set()),
    "level_1": (REGISTERED | {"level_1"}, set()),
    "level_2": (REGISTERED | {"level_2"}, set()),
    "level_3": (REGISTERED | {"level_3"}, set()),
    "full_level": (REGISTERED | {"full"}, set()),
}
FLOWS = {
    "newly_registered": {"registered"},
    "newly_classified": {"classified"},
    "newly_inventoried": {"registered", "marked", "classified"},
    "first_level_1": {"level_1"},
    "first_level_2": {"level_2"},
    "first_level_3": {"level_3"},
    "first_full_level": {"full"},
    "collected": {"collected"},
    "awaiting_council": {"collected"},
    "merged": {"merged"},
}

# Every fact that nobody took back (a taking back may be taken back in turn), as gains and losses of evidence. A gain
# told after a loss counts from the loss on, whatever day its paper bears: until then the loss had not happened.
EVENTS = """
with recursive chain (root, id, depth) as (
    select id, id, 0 from facts where voids_id is null
    union all
    select chain.root, facts.id, chain.depth + 1 from chain join facts on facts.voids_id = chain.id
), alive as (
    select f.id, f.artifact_id, f.kind, coalesce(f.level, 0) as level, {cause} as cause,
        coalesce(cast(replace(cast(f.effective_on as text), '-', '') as integer), 0) as first,
        coalesce(cast(replace(cast(coalesce(f.effective_latest, f.effective_on) as text), '-', '') as integer), 0)
            as last
    from facts f join artifacts a on a.id = f.artifact_id
    where a.voided_at is null and f.voids_id is null
        and (select max(depth) % 2 from chain where chain.root = f.id) = 0
), steps (n) as (select 1 union all select 2 union all select 3
), moves (kind, evidence, gain) as (
    select 'collected', 'collected', 1 union all select 'merged', 'merged', 1
    union all select 'registered', 'registered', 1 union all select 'struck', 'registered', 0
    union all select 'marked', 'marked', 1 union all select 'unmarked', 'marked', 0
    union all select 'classified', 'classified', 1 union all select 'unclassified', 'classified', 0
    union all select 'dossier', 'dossier', 1
    union all select 'dossier_reopened', 'dossier', 0 union all select 'full_level', 'full', 1
    union all select 'lost_full_level', 'full', 0 union all select 'left', 'here', 0
    union all select 'returned', 'here', 0 union all select 'reinstated', 'here', 1
), events as (
    select alive.*, moves.evidence, moves.gain from alive join moves on moves.kind = alive.kind
    union all select alive.*, 'level_' || n, 1 from alive join steps on n <= level where kind = 'level'
    union all select alive.*, 'level_' || n, 0 from alive join steps on n >= level where kind = 'lost_level'
), held_back as (
    select e.id, max(l.last) as since from events e join events l
        on l.artifact_id = e.artifact_id and l.evidence = e.evidence and l.gain = 0 and l.id < e.id
    where e.gain = 1 group by e.id
), dated as (
    select e.*, case when h.since > e.last then h.since else e.last end as day
    from events e left join held_back h on h.id = e.id
), ordered as (
    select *, row_number() over (partition by artifact_id, evidence order by day, id) as place from dated
)
"""
HAVE = """
, until as (
    select *, row_number() over (partition by artifact_id, evidence order by day desc, id desc) as back
    from dated where day <= :day
) select artifact_id, evidence, gain from until where back = 1
"""
# An object is here from the first fact that shows it; without one, since nobody knows when.
SINCE = """
, shown as (
    select artifact_id, last, row_number() over (partition by artifact_id order by last, id) as place from alive
    where kind in ('received', 'found', 'collected', 'merged', 'registered')
) select a.id, coalesce(shown.last, 0) from artifacts a left join shown on shown.artifact_id = a.id and shown.place = 1
where a.voided_at is null
"""
HOLDINGS = """
select artifact_id, {was}, {now}, last from alive f where kind = 'holding' order by last, id
"""
# What was reached first counts in its period unless it was withdrawn since, or only a new definition gave it.
FIRSTS = """
, raw as (
    select *, row_number() over (partition by artifact_id, evidence order by last, id) as nth from events where gain = 1
), firsts as (select * from raw where nth = 1
), ends as (
    select artifact_id, evidence, max(case when gain = 1 then place end) as gained from ordered
    group by artifact_id, evidence
), losses as (
    select o.artifact_id, o.evidence, o.cause, row_number() over
        (partition by o.artifact_id, o.evidence order by o.place) as nth
    from ordered o join ends on ends.artifact_id = o.artifact_id and ends.evidence = o.evidence
    where o.gain = 0 and o.place > ends.gained
) select f.artifact_id, f.evidence, f.first, f.last from firsts f
left join losses l on l.artifact_id = f.artifact_id and l.evidence = f.evidence and l.nth = 1
where (l.nth is null or coalesce(l.cause, 'withdrawn') <> 'withdrawn')
    and not (coalesce(f.cause, '') = 'definition' and f.kind in ('level', 'full_level'))
"""


@dataclass
class Recount:
    """The facts of a museum, read once by SQL; every figure is counted from them."""

    session: Session
    kinds: dict[int, str] = field(default_factory=dict)
    pieces: dict[int, int] = field(default_factory=dict)
    titles: dict[int, str] = field(default_factory=dict)
    moves: dict[int, list[tuple[str, str, int]]] = field(default_factory=lambda: defaultdict(list))
    since: dict[int, int] = field(default_factory=dict)
    answers: dict[object, list[tuple[int, ...]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        query = "select id, kind, holding, quantity from artifacts where voided_at is null"
        for artifact_id, kind, holding, quantity in self.session.execute(sa.text(query)):
            self.kinds[artifact_id], self.titles[artifact_id] = kind, holding
            self.pieces[artifact_id] = max(quantity, 1)
        self.since = {row[0]: row[1] for row in self._read(SINCE)}
        for artifact_id, was, now, last in self._read("", HOLDINGS):
            self.moves[artifact_id].append((was, now, last))

    def _read(self, what: str, plain: str = "", **given: int) -> list[tuple[int, ...]]:
        """The rows of a question, each asked once."""
        key = (what, plain, *given.items())
        if key not in self.answers:
            self.answers[key] = self._ask(what, plain, given)
        return self.answers[key]

    def _ask(self, what: str, plain: str, given: dict[str, int]) -> list[tuple[int, ...]]:
        sqlite = self.session.get_bind().dialect.name == "sqlite"
        cause, was, now = (
            f"json_extract(f.\"values\", '$.{key}')" if sqlite else f"f.\"values\" ->> '{key}'"
            for key in ("cause", "from", "to")
        )
        events = EVENTS.format(cause=cause)
        if plain:
            plain = plain.format(was=was, now=now).replace("from alive f", "from alive join facts f using (id)")
            plain = plain.replace("select artifact_id", "select alive.artifact_id").replace(
                "where kind", "where f.kind"
            )
        return [tuple(row) for row in self.session.execute(sa.text(events + what + plain), given)]

    def holding(self, artifact_id: int, day: int) -> str:
        """Under which title an object was kept on a day."""
        moves = self.moves.get(artifact_id, [])
        past = [now for _, now, last in moves if last <= day]
        return past[-1] if past else moves[0][0] if moves else self.titles[artifact_id]

    def decided(self, artifact_id: int, day: int) -> str:
        """Its title on a day, or while that was undecided the one decided next."""
        found = self.holding(artifact_id, day)
        later = [now for _, now, last in self.moves.get(artifact_id, []) if last > day and now != "undecided"]
        return later[0] if found == "undecided" and later else found

    def belongs(self, artifact_id: int, holding: str, population: str) -> bool:
        """Whether an object kept so belongs to a population."""
        holdings, kinds = POPULATIONS[population]
        return holding in holdings and (kinds is None or self.kinds[artifact_id] in kinds)

    def stock(self, measure: str, population: str, day: int = OPEN_END) -> set[int]:
        """The objects of a stock on a day."""
        have: dict[int, set[str]] = {one: {"here"} for one, since in self.since.items() if since <= day}
        for artifact_id, evidence, gain in self._read(HAVE, day=day):
            if artifact_id in have:
                (have[artifact_id].add if gain else have[artifact_id].discard)(evidence)
        wanted, unwanted = STOCKS[measure]
        return {
            one
            for one, found in have.items()
            if wanted <= found and not unwanted & found and self.belongs(one, self.holding(one, day), population)
        }

    def flow(self, measure: str, population: str, start: int, end: int) -> set[int]:
        """The objects of a flow in a period."""
        firsts: dict[int, dict[str, tuple[int, int]]] = defaultdict(dict)
        for artifact_id, evidence, first, last in self._read(FIRSTS):
            firsts[artifact_id][evidence] = (first, last)
        ever = {
            row[0]
            for row in self._read("select distinct artifact_id from events where gain = 1 and evidence = 'registered'")
        }
        gone = {row[0] for row in self._read(HAVE, day=OPEN_END) if row[1] == "here" and not row[2]}
        counted = set()
        for one, found in firsts.items():
            if not FLOWS[measure] <= found.keys():
                continue
            first, last = (max(found[evidence][end_] for evidence in FLOWS[measure]) for end_ in (0, 1))
            accepted = self.holding(one, OPEN_END) != "undecided" or one in ever
            if measure == "collected" and not accepted:
                continue
            if measure == "awaiting_council" and (accepted or one in gone):
                continue
            if start <= first and last <= end and self.belongs(one, self.decided(one, last), population):
                counted.add(one)
        return counted


def number(day: dt.date) -> int:
    """A day as 20261122."""
    return int(day.isoformat().replace("-", ""))
