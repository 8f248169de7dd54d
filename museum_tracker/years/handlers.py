"""What history needs to know about reporting years and samples: shown there, corrected on their own page."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from museum_tracker.accounts.permissions import Permission
from museum_tracker.core.i18n import N_, Message, translate
from museum_tracker.history.entities import Entity
from museum_tracker.history.models import ChangeItem
from museum_tracker.years.models import ReportingYear, SampleItem, YearSample
from museum_tracker.years.rules.sampling import OUTCOME_LABELS, Outcome
from museum_tracker.years.rules.states import ENUM_LABELS, YearState

CLOSED = N_("A closed year is not reopened; it is restated.")
SIGNED = N_("The steps of a year and of its sample are corrected on the year's own page.")


class YearHistory(Entity):
    """Reporting years in history."""

    kind = N_("Reporting year")
    needs = Permission.CLOSE_YEAR
    fields = {  # noqa: RUF012 - read only
        "state": N_("State"),
        "start": N_("First day"),
        "end": N_("Last day"),
        "restatement": N_("Restatement"),
        "hash": N_("Hash of what was frozen"),
    }

    def current(self, session: Session, entity_id: int) -> dict[str, Any] | None:
        """The year's state and days."""
        found = session.get(ReportingYear, entity_id)
        if found is None:
            return None
        return {"state": found.state.value, "start": found.start.isoformat(), "end": found.end.isoformat()}

    def refuse_undo(self, session: Session, item: ChangeItem) -> Message | None:
        """Steps of a year are taken back on its page; a close is not."""
        del session
        closed = (item.after or {}).get("hash")
        return Message(CLOSED if closed else SIGNED)

    def label(self, session: Session, entity_id: int) -> str:
        """The year."""
        del session
        return str(entity_id)

    def url(self, entity_id: int) -> str:
        """The year's page."""
        return f"/nam/{entity_id}"

    def show_value(self, session: Session, field: str, value: Any, locale: str) -> str:
        """A state by its name."""
        if field == "state" and value in set(YearState):
            return translate(ENUM_LABELS[YearState(value)], locale)
        return super().show_value(session, field, value, locale)


class SampleHistory(Entity):
    """Samples of the register in history."""

    kind = N_("Sample of the register")
    needs = Permission.CHECK_SAMPLE
    fields = {  # noqa: RUF012 - read only
        "seed": N_("Seed"),
        "as_of": N_("As of"),
        "lines": N_("Lines"),
        "conclusion": N_("Conclusion"),
        "members": N_("Who checked"),
        "signed_on": N_("Signed on"),
        "set_aside": N_("Set aside"),
    }

    def current(self, session: Session, entity_id: int) -> dict[str, Any] | None:
        """The seed and the conclusion."""
        found = session.get(YearSample, entity_id)
        return None if found is None else {"seed": str(found.seed), "conclusion": found.conclusion}

    def refuse_undo(self, session: Session, item: ChangeItem) -> Message | None:
        """A sample is set aside on its own page."""
        del session, item
        return Message(SIGNED)


class SampleItemHistory(Entity):
    """Lines of samples in history."""

    kind = N_("Line of a sample")
    needs = Permission.CHECK_SAMPLE
    fields = {  # noqa: RUF012 - read only
        "outcome": N_("Finding"),
        "seen_number": N_("Number read from the object"),
        "number": N_("Number"),
        "note": N_("Note"),
    }

    def current(self, session: Session, entity_id: int) -> dict[str, Any] | None:
        """What was found."""
        found = session.get(SampleItem, entity_id)
        return None if found is None else {"outcome": found.outcome.value, "note": found.note}

    def refuse_undo(self, session: Session, item: ChangeItem) -> Message | None:
        """A line is entered anew on the sample's page."""
        del session, item
        return Message(SIGNED)

    def show_value(self, session: Session, field: str, value: Any, locale: str) -> str:
        """A result by its name."""
        if field == "outcome" and value in set(Outcome):
            return translate(OUTCOME_LABELS[Outcome(value)], locale)
        return super().show_value(session, field, value, locale)
