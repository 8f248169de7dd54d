"""The yearly summary: results against the plan, the state of the holdings, the road to the goals, two appendices."""

from __future__ import annotations

from functools import partial
from typing import Protocol

from museum_tracker.core.formats import date as show_date
from museum_tracker.core.formats import number, percent
from museum_tracker.core.i18n import N_, translate
from museum_tracker.reports.kinds import year_tables as tables
from museum_tracker.reports.model import Appendix, Block, Document, Ending, Letterhead, Paragraph, Section
from museum_tracker.reports.summary import Counted, YearSummary

NATION = "Cộng hòa xã hội chủ nghĩa Việt Nam"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
NATION_EN = "Socialist Republic of Viet Nam"
MOTTO_EN = "Independence - Freedom - Happiness"


class Say(Protocol):
    """Words a message id in the report's language."""

    def __call__(self, msgid: str, /, **values: object) -> str:
        """The text."""
        ...


def build(summary: YearSummary, locale: str) -> Document:
    """The yearly summary in a language."""
    say: Say = partial(_say, locale)
    return Document(
        name=f"{'bao-cao' if locale == 'vi' else 'report'}-{summary.year}",
        locale=locale,
        title=say(N_("Report on the year %(year)s"), year=summary.year),
        author=summary.issuer.name,
        dated=summary.as_of,
        letterhead=_letterhead(summary, locale, say),
        opening=_opening(summary, locale, say),
        sections=(_results(summary, locale, say), _holdings(summary, locale, say), _road(summary, locale, say)),
        closing=_closing(summary, say),
        ending=_ending(summary, say),
        appendices=_appendices(summary, locale, say),
        words=_words(say),
    )


def _say(locale: str, msgid: str, /, **values: object) -> str:
    return translate(msgid, locale, **values)


def _words(say: Say) -> dict[str, str]:
    return {
        "table": say(N_("Table")),
        "figure": say(N_("Figure")),
        "none": say(N_("None in this period.")),
        "contents": say(N_("Contents")),
        "csv_section": say(N_("section")),
        "csv_table": say(N_("table")),
        "csv_row": say(N_("row")),
        "csv_column": say(N_("column")),
        "csv_value": say(N_("value")),
    }


def _letterhead(summary: YearSummary, locale: str, say: Say) -> Letterhead:
    issuer, plan = summary.issuer, summary.plan
    vietnamese = locale == "vi"
    subject = say(N_("Results of the year %(year)s"), year=summary.year)
    if plan is not None:
        subject = say(
            N_("Results of carrying out Plan No. %(number)s of %(date)s, year %(year)s"),
            number=plan.number,
            date=plan.issued,
            year=summary.year,
        )
    blank = "\u00a0" * 5
    return Letterhead(
        parent=issuer.parent,
        agency=issuer.name,
        nation=NATION if vietnamese else NATION_EN,
        motto=MOTTO if vietnamese else MOTTO_EN,
        number=say(N_("No.: %(blank)s/BC-%(code)s"), blank=blank, code=issuer.code),
        place_and_date=say(
            N_("%(place)s, day %(blank)s month %(blank)s year %(year)s"),
            place=issuer.place,
            blank=blank,
            year=str(summary.as_of.year),
        ),
        type_name=say(N_("Report")),
        subject=subject,
        to=say(N_("To:")),
        addressees=(issuer.parent,) if issuer.parent else (),
    )


def _opening(summary: YearSummary, locale: str, say: Say) -> tuple[Paragraph, ...]:
    period = summary.period
    values = {
        "museum": summary.issuer.name,
        "year": summary.year,
        "start": show_date(period.start, locale),
        "end": show_date(period.end, locale),
        "as_of": show_date(summary.as_of, locale),
    }
    if summary.plan is not None:
        plan = summary.plan
        values |= {"number": plan.number, "issued": show_date(plan.issued, locale), "issuer": plan.issuer}
        msgid = N_(
            "In carrying out Plan No. %(number)s of %(issued)s of %(issuer)s, %(museum)s reports the results of the "
            "year %(year)s (reporting period %(start)s – %(end)s, figures as of %(as_of)s) as follows:"
        )
    else:
        msgid = N_(
            "%(museum)s reports the results of the year %(year)s (reporting period %(start)s – %(end)s, figures as of "
            "%(as_of)s) as follows:"
        )
    return (Paragraph(say(msgid, **values)),)


def _results(summary: YearSummary, locale: str, say: Say) -> Section:
    told = tuple(Paragraph(_in_words(counted, locale, say)) for counted in summary.counted)
    board = Section(
        number="1.", title=say(N_("Targets of the plan")), blocks=(tables.targets(summary.targets, locale),)
    )
    brought = Section(number="2.", title=say(N_("What the year brought")), blocks=told)
    return Section(number="I.", title=say(N_("Results against the targets")).upper(), parts=(board, brought))


def _in_words(counted: Counted, locale: str, say: Say) -> str:
    """A number of the year in a sentence, with last year's beside it."""
    values = {"label": counted.label, "objects": counted.objects, "pieces": counted.pieces}
    text = say(N_("- %(label)s: %(objects)s objects (%(pieces)s pieces)"), **values)
    if counted.before is None:
        return text + "."
    before = number(counted.before, locale)
    if counted.change is None or counted.change == 0:
        return text + say(N_("; the year before: %(before)s."), before=before)
    rate = percent(abs(float(counted.change)), locale)
    msgid = (
        N_("; the year before: %(before)s (up %(rate)s).")
        if counted.change > 0
        else N_("; the year before: %(before)s (down %(rate)s).")
    )
    return text + say(msgid, before=before, rate=rate)


def _holdings(summary: YearSummary, locale: str, say: Say) -> Section:
    balances = tuple(tables.balance(balance, place, locale) for place, balance in enumerate(summary.balances, 1))
    return Section(
        number="II.",
        title=say(N_("State of the holdings and of digitization")).upper(),
        parts=(
            Section(
                number="1.", title=say(N_("Levels of digitization")), blocks=(tables.levels(summary.levels, locale),)
            ),
            Section(number="2.", title=say(N_("Balances of the period")), blocks=balances),
            Section(number="3.", title=say(N_("Comparison by year")), blocks=tables.by_year(summary, locale)),
        ),
    )


def _road(summary: YearSummary, locale: str, say: Say) -> Section:
    blocks: list[Block] = [Paragraph(sentence.text(locale)) for sentence in summary.sentences]
    chart = tables.road(summary, locale)
    return Section(
        number="III.",
        title=say(N_("Forecast for the goals of the plan")).upper(),
        blocks=(*blocks, *((chart,) if chart else ())),
    )


def _closing(summary: YearSummary, say: Say) -> Paragraph:
    msgid = N_("This is the report of %(museum)s on the year %(year)s./.")
    return Paragraph(say(msgid, museum=summary.issuer.name, year=summary.year))


def _ending(summary: YearSummary, say: Say) -> Ending:
    same = (say(N_("As above;")),) if summary.issuer.parent else ()
    return Ending(
        office=say(N_("Director")),
        signer=summary.issuer.director,
        recipients_label=say(N_("Recipients:")),
        recipients=(*same, say(N_("Kept by: the office, the registrar's section."))),
    )


def _appendices(summary: YearSummary, locale: str, say: Say) -> tuple[Appendix, ...]:
    reference = say(
        N_("With the report of %(museum)s on the year %(year)s"), museum=summary.issuer.name, year=summary.year
    )
    return (
        Appendix(
            number=say(N_("Appendix %(number)s"), number="I"),
            title=say(N_("List of objects collected")),
            reference=reference,
            table=tables.objects(summary.collected, "collected", say(N_("List of objects collected")), locale),
        ),
        Appendix(
            number=say(N_("Appendix %(number)s"), number="II"),
            title=say(N_("List of objects digitized")),
            reference=reference,
            table=tables.objects(summary.digitized, "digitized", say(N_("List of objects digitized")), locale),
        ),
    )
