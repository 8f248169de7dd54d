"""What a Word template may ask for, and what is wrong with one that asks for anything else: where, and why."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jinja2 import Environment, TemplateSyntaxError, nodes
from jinja2.sandbox import SandboxedEnvironment

from museum_tracker.core.i18n import N_, Message

FIELDS = {
    "parent": N_("the parent body, in capitals"),
    "agency": N_("the museum, in capitals"),
    "agency_rule": N_("the line under the museum's name (write it as {{p agency_rule }})"),
    "nation": N_("the name of the state"),
    "motto": N_("the motto of the state"),
    "motto_rule": N_("the line under the motto (write it as {{p motto_rule }})"),
    "number": N_("the report's number"),
    "place_and_date": N_("place and date"),
    "type_name": N_("the kind of paper, in capitals"),
    "subject": N_("what the report is about"),
    "subject_rule": N_("the line under the subject (write it as {{p subject_rule }})"),
    "to": N_("the words before the addressees"),
    "addressees": N_("the addressees, a list"),
    "offices": N_("the offices above the signature, a list"),
    "office": N_("the last office above the signature"),
    "signer": N_("the name of the person who signs"),
    "recipients_label": N_("the words before the recipients"),
    "recipients": N_("the recipients, a list"),
    "body": N_("the text of the report (write it as {{p body }}, alone in its paragraph)"),
}
LISTS = frozenset({"addressees", "offices", "recipients"})
FILTERS = frozenset({"upper", "lower", "title", "capitalize", "trim", "length", "join", "default", "first", "last"})
LOOP = frozenset({"index", "index0", "first", "last", "length"})
ALLOWED = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Const, nodes.Getitem, nodes.Getattr,
    nodes.For, nodes.If, nodes.Filter, nodes.Compare, nodes.Operand, nodes.Not, nodes.And, nodes.Or, nodes.CondExpr,
    nodes.Concat, nodes.Keyword,
)  # fmt: skip
PREFIXED = re.compile(r"(\{[{%]-?)(?:p|tr|tc|r)\s")
BODY = re.compile(r"\{\{p\s+body\s*\}\}")


@dataclass(frozen=True)
class Place:
    """A paragraph of a template: in which part it stands, its number there, its words."""

    part: str
    number: int
    text: str


class Wrong(Exception):
    """A template cannot be used; `problem` says what is wrong and where."""

    def __init__(self, problem: Message) -> None:
        super().__init__(str(problem))
        self.problem = problem


def check(paragraphs: Sequence[Place]) -> None:
    """Refuse a template that is broken, asks for something unknown, or does more than fill in fields.

    Raises:
        Wrong: with the first fault and its place.
    """
    times = sum(len(BODY.findall(place.text)) for place in paragraphs)
    if not times:
        raise Wrong(Message(N_("nowhere does it say {{p body }}, the place of the report's text.")))
    if times > 1:
        raise Wrong(Message(N_("it says {{p body }} more than once.")))
    environment = SandboxedEnvironment(autoescape=True)
    for part in dict.fromkeys(place.part for place in paragraphs):
        places = [place for place in paragraphs if place.part == part]
        _check_part(environment, places)


def _check_part(environment: Environment, places: Sequence[Place]) -> None:
    source = "\n".join(PREFIXED.sub(r"\1 ", place.text.replace("\n", " ")) for place in places)
    try:
        tree = environment.parse(source)
    except TemplateSyntaxError as error:
        values = {"where": _where(places, error.lineno), "reason": error.message or ""}
        raise Wrong(Message(N_("%(where)s: the tag is broken (%(reason)s)."), values)) from None
    _check_node(tree, places, frozenset(FIELDS))


def _check_node(node: nodes.Node, places: Sequence[Place], known: frozenset[str]) -> None:
    for problem in _faults(node, known):
        raise Wrong(Message(problem.msgid, {**problem.values, "where": _where(places, node.lineno)}))
    inner = known
    if isinstance(node, nodes.For):
        inner = known | {"loop", *(name.name for name in node.target.find_all(nodes.Name))}
        if isinstance(node.target, nodes.Name):
            inner |= {node.target.name}
    for child in node.iter_child_nodes():
        _check_node(child, places, inner)


def _faults(node: nodes.Node, known: frozenset[str]) -> Iterator[Message]:
    if not isinstance(node, ALLOWED):
        word = type(node).__name__
        yield Message(N_("%(where)s: a template only fills in fields, “%(word)s” is not allowed."), {"word": word})
    elif isinstance(node, nodes.For):
        yield from _loop_faults(node)
    elif isinstance(node, nodes.Name) and node.ctx == "load" and node.name not in known:
        yield Message(N_("%(where)s: there is no field “%(word)s”."), {"word": node.name})
    elif isinstance(node, nodes.Filter) and node.name not in FILTERS:
        yield Message(N_("%(where)s: the filter “%(word)s” is not allowed."), {"word": node.name})
    elif isinstance(node, nodes.Getattr) and not _of_loop(node):
        yield Message(N_("%(where)s: “.%(word)s” is not allowed."), {"word": node.attr})
    elif isinstance(node, nodes.Getitem) and not _plain_index(node):
        yield Message(N_("%(where)s: only a whole number may stand in brackets."))


def _loop_faults(loop: nodes.For) -> Iterator[Message]:
    """A loop goes once through a list of the report: loops in loops could go on for hours, or fill the disk."""
    if not isinstance(loop.iter, nodes.Name) or loop.iter.name not in LISTS:
        values = {"lists": ", ".join(sorted(LISTS))}
        yield Message(N_("%(where)s: a loop goes through one of the lists %(lists)s."), values)
    if loop.recursive or next(loop.find_all(nodes.For), None) is not None:
        yield Message(N_("%(where)s: no loop may stand within a loop."))
    if any(name.name == "body" for name in loop.find_all(nodes.Name)):
        yield Message(N_("%(where)s: {{p body }} may not stand within a loop."))


def _of_loop(node: nodes.Getattr) -> bool:
    return isinstance(node.node, nodes.Name) and node.node.name == "loop" and node.attr in LOOP


def _plain_index(node: nodes.Getitem) -> bool:
    return isinstance(node.arg, nodes.Const) and isinstance(node.arg.value, int)


def _where(places: Sequence[Place], line: int) -> Message:
    place = places[min(max(line, 1), len(places)) - 1]
    shown = place.text.strip()[:60]
    values = {"part": place.part, "number": place.number, "text": shown}
    return Message(N_("%(part)s, paragraph %(number)s (“%(text)s”)"), values)
