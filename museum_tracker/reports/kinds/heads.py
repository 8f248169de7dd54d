"""What stands above and below the text of an official paper: heads, opening, closing, signature, recipients."""

from __future__ import annotations

from museum_tracker.core.i18n import N_
from museum_tracker.reports.drafts import Draft
from museum_tracker.reports.kinds.saying import Say
from museum_tracker.reports.model import Ending, Letterhead, Paragraph, Tone
from museum_tracker.reports.rules.numbering import BLANK, dated, document_number, written_day
from museum_tracker.reports.rules.prose import Prose
from museum_tracker.reports.summary import PlanName, Summary

NATION = "Cộng hòa xã hội chủ nghĩa Việt Nam"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
NATION_EN = "Socialist Republic of Viet Nam"
MOTTO_EN = "Independence - Freedom - Happiness"


def letterhead(summary: Summary, draft: Draft, locale: str, say: Say) -> Letterhead:
    """Who issues the paper, its number, place and date, what it is about and to whom it goes."""
    issuer = summary.issuer
    name, motto = nation(locale)
    year = (draft.dated_on or summary.as_of).year
    return Letterhead(
        parent=issuer.parent,
        agency=issuer.name,
        nation=name,
        motto=motto,
        number=say(N_("No.: %(number)s"), number=document_number(draft.number, issuer.code)),
        place_and_date=dated(issuer.place, draft.dated_on, year, locale),
        type_name=say(N_("Report")),
        subject=subject(summary, say),
        to=say(N_("To:")),
        addressees=draft.addressees or ((issuer.parent,) if issuer.parent else ()),
    )


def nation(locale: str) -> tuple[str, str]:
    """The nation's name and motto, which stand at the head of every official paper."""
    return (NATION, MOTTO) if locale == "vi" else (NATION_EN, MOTTO_EN)


def subject(summary: Summary, say: Say) -> str:
    """What the report is about."""
    plan, period = summary.plan, summary.period.name
    if plan is None:
        return say(N_("Results of the work of %(period)s"), period=period)
    return say(N_("Results of carrying out Plan No. %(number)s, %(period)s"), number=plan.number, period=period)


def cited(plan: PlanName, locale: str, say: Say) -> str:
    """The plan in full, as a paper cites another for the first time; afterwards it is named by its number."""
    values = {"number": plan.number, "issued": written_day(plan.issued, locale), "issuer": plan.issuer}
    if not plan.title:
        return say(N_("Plan No. %(number)s of %(issued)s of %(issuer)s"), **values)
    title = plan.title.rstrip(" .;")
    within = title[:1].lower() + title[1:] if title[1:2].islower() else title
    return say(N_("Plan No. %(number)s of %(issued)s of %(issuer)s on %(title)s"), **values, title=within)


def opening(summary: Summary, draft: Draft, locale: str, say: Say) -> tuple[Paragraph, ...]:
    """The legal bases, each ending in a semicolon and the last in a full stop, and the sentence that begins."""
    bases = [part.text.rstrip(" ;.,") for part in draft.prose("bases") if isinstance(part, Prose)]
    ends = [";"] * (len(bases) - 1) + ["."]
    said = [Paragraph(text + end, Tone.BASIS) for text, end in zip(bases, ends, strict=False)]
    period = summary.period
    values: dict[str, object] = {
        "museum": summary.issuer.name,
        "period": period.name,
        "start": period.start,
        "end": period.end,
        "as_of": summary.as_of,
    }
    if summary.plan is not None:
        plan = summary.plan
        values |= {"plan": cited(plan, locale, say)}
        msgid = N_(
            "In carrying out %(plan)s, %(museum)s reports the results of "
            "%(period)s (reporting period %(start)s – %(end)s, figures as of %(as_of)s) as follows:"
        )
    else:
        msgid = N_(
            "%(museum)s reports the results of %(period)s (reporting period %(start)s – %(end)s, figures as of "
            "%(as_of)s) as follows:"
        )
    said.append(Paragraph(say(msgid, **values)))
    if summary.frozen is not None:
        basis = say(N_("The figures of this report are %(basis)s."), basis=summary.frozen)
        said.append(Paragraph(basis))
    return tuple(said)


def closing(summary: Summary, say: Say) -> Paragraph:
    """The last sentence, which ends as official papers do."""
    msgid = N_("This is the report of %(museum)s on %(period)s./.")
    return Paragraph(say(msgid, museum=summary.issuer.name, period=summary.period.name))


def ending(summary: Summary, draft: Draft, say: Say) -> Ending:
    """Who signs in which office, and who receives the paper."""
    offices: tuple[str, ...] = (summary.issuer.director_title or say(N_("Director")),)
    if draft.acting:
        offices = (say(N_("For the director")), say(N_("Deputy director")))
    usual = (say(N_("Kept by: the office, the registrar's section.")),)
    lines = draft.recipients or usual
    same = (say(N_("As above;")),) if summary.issuer.parent or draft.addressees else ()
    stops = [";"] * (len(lines) - 1) + ["."]
    return Ending(
        offices=offices,
        signer=draft.signer or ("" if draft.acting else summary.issuer.director),
        recipients_label=say(N_("Recipients:")),
        recipients=(*same, *(line.rstrip(" ;.,") + stop for line, stop in zip(lines, stops, strict=True))),
    )


def reference(summary: Summary, draft: Draft, locale: str, say: Say) -> str:
    """The line that ties an appendix to its report."""
    number = document_number(draft.number, summary.issuer.code)
    year = (draft.dated_on or summary.as_of).year
    place_and_date = dated("", draft.dated_on, year, locale)
    return say(
        N_("With Report No. %(number)s %(date)s of %(museum)s"),
        number=number.replace(BLANK, "\u00a0" * 4),
        date=place_and_date.removeprefix(", "),
        museum=summary.issuer.name,
    )
