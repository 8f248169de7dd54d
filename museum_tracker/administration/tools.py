"""The tools that the administration page lists, wherever they live; a tool shows when its page exists."""

from __future__ import annotations

from dataclasses import dataclass

from museum_tracker.accounts.permissions import Permission
from museum_tracker.core.i18n import N_


@dataclass(frozen=True)
class Tool:
    """One entry: where it leads, who may use it, and what it is for (message ids)."""

    endpoint: str
    permission: Permission
    label: str
    about: str


TOOLS = (
    Tool(
        "administration.profile",
        Permission.MANAGE_SETTINGS,
        N_("Museum profile"),
        N_("Name, parent body, prefix of numbers, reporting period, signatures."),
    ),
    Tool("accounts.people", Permission.MANAGE_USERS, N_("People and accounts"), N_("Who may sign in, and as what.")),
    Tool("accounts.permissions", Permission.VIEW, N_("What each role may do"), N_("The one table of rights.")),
    Tool(
        "history.small",
        Permission.VIEW_AUTHORS,
        N_("Museum with few people"),
        N_("By the director's decision one person holds several duties; each use is listed."),
    ),
    Tool(
        "history.recent",
        Permission.VIEW,
        N_("History of changes"),
        N_("Every change with its author, and the way back."),
    ),
    Tool(
        "vocabularies.schemes",
        Permission.EDIT_VOCABULARIES,
        N_("Vocabularies"),
        N_("Materials, types, periods, places and the other lists."),
    ),
    Tool(
        "vocabularies.meanings",
        Permission.VIEW,
        N_("What terms mean for the figures"),
        N_("Collected or not, documents, flat things, good and bad conditions; changes wait for the director."),
    ),
    Tool(
        "catalogue.number_series",
        Permission.VIEW,
        N_("Number series"),
        N_("Registers and books: how they write, which number comes next, which are closed."),
    ),
    Tool(
        "figures.populations",
        Permission.VIEW,
        N_("Populations"),
        N_("What each percentage is taken of: named filters with their document and days."),
    ),
    Tool(
        "digitization.definitions",
        Permission.VIEW,
        N_("How digitization is counted"),
        N_("What each level asks for, by which document, since when."),
    ),
    Tool(
        "figures.checks",
        Permission.CHECK_FIGURES,
        N_("Checks of the figures"),
        N_("Everything kept ready, recounted from the facts every day."),
    ),
    Tool("locations.stores", Permission.EDIT_LOCATIONS, N_("Stores"), N_("Buildings, stores, cabinets and shelves.")),
    Tool(
        "media.damaged",
        Permission.SEE_DAMAGE,
        N_("Damaged files"),
        N_("Kept files that are missing or changed, and the way to heal them."),
    ),
    Tool(
        "media.storage_page",
        Permission.MANAGE_SETTINGS,
        N_("Files"),
        N_("Kept files read back, files held back, the trash."),
    ),
    Tool(
        "backups.overview",
        Permission.SEE_BACKUPS,
        N_("Backups"),
        N_("The last one, and the plan: where to, how often, how many stay."),
    ),
    Tool(
        "administration.jobs",
        Permission.MANAGE_SETTINGS,
        N_("Jobs"),
        N_("What the workers do, what waits, what failed and why."),
    ),
    Tool(
        "administration.system",
        Permission.MANAGE_SETTINGS,
        N_("System"),
        N_("Files, database, workers, backups, versions."),
    ),
)
