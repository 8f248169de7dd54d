"""How history reads, restores and takes back the words of vocabularies."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from museum_tracker.accounts.permissions import Permission
from museum_tracker.core.i18n import N_, Message, translate
from museum_tracker.history.entities import Entity, show_plain
from museum_tracker.history.models import ChangeItem, ChangeSet
from museum_tracker.vocabularies import deciding, services
from museum_tracker.vocabularies.meanings import MEANINGS
from museum_tracker.vocabularies.models import MeaningState, Term, TermMeaning
from museum_tracker.vocabularies.queries import count_below, count_uses


class TermHistory(Entity):
    """Words of vocabularies in history."""

    kind = N_("Vocabulary term")
    needs = Permission.EDIT_VOCABULARIES
    fields = services.FIELDS

    def current(self, session: Session, entity_id: int) -> dict[str, Any] | None:
        """A word's values as they stand."""
        term = session.get(Term, entity_id)
        return services.values_of(term) if term is not None else None

    def apply(self, session: Session, entity_id: int, values: Mapping[str, Any], deed: ChangeSet) -> None:
        """Give a word back its former values."""
        services.edit_term(session, session.get_one(Term, entity_id), values, deed=deed)

    def void(self, session: Session, entity_id: int, deed: ChangeSet) -> None:
        """Take back a word that was added."""
        services.remove_unused(session, session.get_one(Term, entity_id), deed=deed)

    def refuse_undo(self, session: Session, item: ChangeItem) -> Message | None:
        """A word that is used cannot be taken back."""
        term = session.get(Term, item.entity_id) if item.before is None else None
        uses = count_uses(session, term) + count_below(session, term) if term is not None else 0
        return Message(services.TermInUse.msgid, {"name": term.name_vi, "uses": uses}) if term and uses else None

    def label(self, session: Session, entity_id: int) -> str:
        """The word itself."""
        term = session.get(Term, entity_id)
        return term.name_vi if term is not None else f"#{entity_id}"

    def show_value(self, session: Session, field: str, value: Any, locale: str) -> str:
        """A parent is shown by its name."""
        if field == "parent_id" and value:
            parent = session.get(Term, value)
            return parent.label(locale) if parent is not None else str(value)
        return show_plain(value, locale)


class MeaningHistory(Entity):
    """What words mean, in history: a decision is undone with all that followed from it, unless a close cites that."""

    kind = N_("Meaning of a vocabulary term")
    needs = Permission.EDIT_VOCABULARIES
    fields = deciding.FIELDS

    def current(self, session: Session, entity_id: int) -> dict[str, Any] | None:
        """A meaning's values as they stand."""
        found = session.get(TermMeaning, entity_id)
        return deciding.values_of(found) if found is not None else None

    def apply(self, session: Session, entity_id: int, values: Mapping[str, Any], deed: ChangeSet) -> None:
        """Give a meaning back its former values."""
        deciding.restore_meaning(session, session.get_one(TermMeaning, entity_id), values, deed=deed)

    def void(self, session: Session, entity_id: int, deed: ChangeSet) -> None:
        """Give up a draft."""
        deciding.drop_draft(session, session.get_one(TermMeaning, entity_id), deed=deed)

    def refuse_undo(self, session: Session, item: ChangeItem) -> Message | None:
        """What the director decided is corrected by another decision."""
        del session
        if (item.after or {}).get("state") == MeaningState.IN_FORCE:
            return Message(N_("A meaning that was put in force is corrected by drafting another one."))
        return None

    def label(self, session: Session, entity_id: int) -> str:
        """The word whose meaning it is."""
        found = session.get(TermMeaning, entity_id)
        return found.term.name_vi if found is not None else f"#{entity_id}"

    def show_value(self, session: Session, field: str, value: Any, locale: str) -> str:
        """A word by its name, a meaning in words."""
        if field == "term_id" and value:
            term = session.get(Term, value)
            return term.label(locale) if term is not None else str(value)
        if field == "state" and value:
            return translate(deciding.STATE_LABELS[MeaningState(value)], locale)
        if field == "said" and value:
            named = [(MEANINGS[name], word) for name, word in value.items() if name in MEANINGS]
            pairs = [(meaning.label, meaning.choices.get(word, word)) for meaning, word in named]
            return "; ".join(f"{translate(name, locale)}: {translate(word, locale)}" for name, word in pairs)
        return show_plain(value, locale)
