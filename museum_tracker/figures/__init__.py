"""Figures: facts, populations and the counts that every page, target and report reads."""

from museum_tracker.catalogue.signals import artifacts_changed
from museum_tracker.core.defaults import add_defaults
from museum_tracker.figures import filters, handlers, tasks
from museum_tracker.figures.services import install_populations


def wire() -> None:
    """Ship the populations, recount what the catalogue changes, fold the sums."""
    add_defaults(install_populations)
    artifacts_changed.connect(handlers.recount)
    filters.register()
    tasks.schedule()
