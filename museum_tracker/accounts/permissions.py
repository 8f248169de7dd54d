"""The five fixed roles and what each may do: the one table that every guard reads."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from museum_tracker.core.i18n import N_


class Role(StrEnum):
    """What a person is in this museum; exactly one each."""

    VIEWER = "viewer"
    CATALOGUER = "cataloguer"
    CURATOR = "curator"
    DIRECTOR = "director"
    ADMINISTRATOR = "administrator"


ROLE_LABELS = {
    Role.VIEWER: N_("Viewer"),
    Role.CATALOGUER: N_("Cataloguer"),
    Role.CURATOR: N_("Curator"),
    Role.DIRECTOR: N_("Director"),
    Role.ADMINISTRATOR: N_("Administrator"),
}


class Permission(StrEnum):
    """One thing that a role may or may not do."""

    VIEW = "view"
    VIEW_AUTHORS = "view_authors"
    EDIT_OBJECTS = "edit_objects"
    IMPORT_OBJECTS = "import_objects"
    EXPORT_OBJECTS = "export_objects"
    USE_RESTRICTED_OBJECTS = "use_restricted_objects"
    VIEW_SOURCES = "view_sources"
    VIEW_FIND_SPOTS = "view_find_spots"
    VIEW_LOCATIONS = "view_locations"
    ENTER_ACQUISITIONS = "enter_acquisitions"
    DECIDE_ACQUISITIONS = "decide_acquisitions"
    RECORD_INVENTORY = "record_inventory"
    PROPOSE_CLASSIFICATION = "propose_classification"
    DECIDE_CLASSIFICATION = "decide_classification"
    VIEW_UNAPPROVED_MEDIA = "view_unapproved_media"
    UPLOAD_MEDIA = "upload_media"
    REVIEW_MEDIA = "review_media"
    SEE_DAMAGE = "see_damage"
    MOVE_OBJECTS = "move_objects"
    EDIT_LOCATIONS = "edit_locations"
    EDIT_VOCABULARIES = "edit_vocabularies"
    DECIDE_MEANINGS = "decide_meanings"
    EDIT_NUMBER_SERIES = "edit_number_series"
    ENTER_TARGET_VALUES = "enter_target_values"
    EDIT_TARGETS = "edit_targets"
    EDIT_CALENDAR = "edit_calendar"
    EDIT_POPULATIONS = "edit_populations"
    DRAFT_DEFINITIONS = "draft_definitions"
    DECIDE_DEFINITIONS = "decide_definitions"
    JOIN_DUTIES = "join_duties"
    CHECK_FIGURES = "check_figures"
    SAVE_SCENARIOS = "save_scenarios"
    CHECK_SAMPLE = "check_sample"
    CLOSE_YEAR = "close_year"
    EXPORT_REPORTS = "export_reports"
    WRITE_REPORTS = "write_reports"
    CHECK_REPORTS = "check_reports"
    ISSUE_REPORTS = "issue_reports"
    EXPORT_INTERNAL_REPORTS = "export_internal_reports"
    MANAGE_REPORT_TEMPLATES = "manage_report_templates"
    UNDO = "undo"
    MANAGE_USERS = "manage_users"
    SEE_BACKUPS = "see_backups"
    MANAGE_SETTINGS = "manage_settings"


PERMISSION_LABELS = {
    Permission.VIEW: N_("See objects, figures, targets and reports"),
    Permission.VIEW_AUTHORS: N_("See by name who did what (others see the role)"),
    Permission.EDIT_OBJECTS: N_("Create and edit object records"),
    Permission.IMPORT_OBJECTS: N_("Import objects from tables"),
    Permission.EXPORT_OBJECTS: N_("Export lists of objects"),
    Permission.USE_RESTRICTED_OBJECTS: N_("Download and export objects whose use is restricted; lift a restriction"),
    Permission.VIEW_SOURCES: N_("See donors and sellers (each reading is logged)"),
    Permission.VIEW_FIND_SPOTS: N_("See where objects were found"),
    Permission.VIEW_LOCATIONS: N_("See where objects are kept"),
    Permission.ENTER_ACQUISITIONS: N_("Receive objects and put them before the council"),
    Permission.DECIDE_ACQUISITIONS: N_("Record the council's decisions and removals"),
    Permission.RECORD_INVENTORY: N_("Register, mark and complete dossiers"),
    Permission.PROPOSE_CLASSIFICATION: N_("Propose a classification"),
    Permission.DECIDE_CLASSIFICATION: N_("Confirm or send back a classification"),
    Permission.VIEW_UNAPPROVED_MEDIA: N_("See pictures and 3D models before they are approved"),
    Permission.UPLOAD_MEDIA: N_("Add pictures and 3D models"),
    Permission.REVIEW_MEDIA: N_("Approve or send back pictures and 3D models"),
    Permission.SEE_DAMAGE: N_("See which kept files are missing or damaged, and heal them"),
    Permission.MOVE_OBJECTS: N_("Move objects"),
    Permission.EDIT_LOCATIONS: N_("Edit stores, cabinets and shelves"),
    Permission.EDIT_VOCABULARIES: N_("Edit vocabularies"),
    Permission.DECIDE_MEANINGS: N_("Put in force what terms of the vocabularies mean for the figures"),
    Permission.EDIT_NUMBER_SERIES: N_("Open, change and close number series"),
    Permission.ENTER_TARGET_VALUES: N_("Enter target values with evidence"),
    Permission.EDIT_TARGETS: N_("Edit plans and targets"),
    Permission.EDIT_CALENDAR: N_("Edit the working calendar"),
    Permission.EDIT_POPULATIONS: N_("Make, revise and end populations"),
    Permission.DRAFT_DEFINITIONS: N_("Draft how digitization is counted and look at what would change"),
    Permission.DECIDE_DEFINITIONS: N_("Put a definition of digitization in force"),
    Permission.JOIN_DUTIES: N_("Decide that the museum is one with few people"),
    Permission.CHECK_FIGURES: N_("Recount every figure and see what differs"),
    Permission.SAVE_SCENARIOS: N_("Keep what-if scenarios"),
    Permission.CHECK_SAMPLE: N_("Draw the sample of the register and enter its results"),
    Permission.CLOSE_YEAR: N_("Close and restate a reporting year"),
    Permission.EXPORT_REPORTS: N_("Export reports"),
    Permission.WRITE_REPORTS: N_("Write reports and remarks on them"),
    Permission.CHECK_REPORTS: N_("Check reports that others have written"),
    Permission.ISSUE_REPORTS: N_("Issue reports"),
    Permission.EXPORT_INTERNAL_REPORTS: N_("Export internal copies of reports (donors and places; logged)"),
    Permission.MANAGE_REPORT_TEMPLATES: N_("Exchange the Word template of reports"),
    Permission.UNDO: N_("Undo changes"),
    Permission.MANAGE_USERS: N_("Manage accounts"),
    Permission.SEE_BACKUPS: N_("See when backups were made, and be told when the last one is too old"),
    Permission.MANAGE_SETTINGS: N_("Manage settings"),
}

_P = Permission
_CATALOGUER = frozenset(
    {
        _P.VIEW,
        _P.VIEW_AUTHORS,
        _P.EDIT_OBJECTS,
        _P.IMPORT_OBJECTS,
        _P.EXPORT_OBJECTS,
        _P.VIEW_SOURCES,
        _P.VIEW_FIND_SPOTS,
        _P.VIEW_LOCATIONS,
        _P.VIEW_UNAPPROVED_MEDIA,
        _P.ENTER_ACQUISITIONS,
        _P.RECORD_INVENTORY,
        _P.PROPOSE_CLASSIFICATION,
        _P.UPLOAD_MEDIA,
        _P.MOVE_OBJECTS,
        _P.EXPORT_REPORTS,
        _P.WRITE_REPORTS,
        _P.UNDO,
    }
)
_CURATOR = _CATALOGUER | {
    _P.USE_RESTRICTED_OBJECTS,
    _P.DECIDE_ACQUISITIONS,
    _P.DECIDE_CLASSIFICATION,
    _P.REVIEW_MEDIA,
    _P.SEE_DAMAGE,
    _P.EDIT_LOCATIONS,
    _P.EDIT_VOCABULARIES,
    _P.EDIT_NUMBER_SERIES,
    _P.ENTER_TARGET_VALUES,
    # A population adds a denominator and rests on a document; a definition moves every object's level: the curator
    # drafts it, the director decides.
    _P.EDIT_POPULATIONS,
    _P.DRAFT_DEFINITIONS,
    _P.CHECK_SAMPLE,
    _P.CHECK_REPORTS,
    _P.EXPORT_INTERNAL_REPORTS,
    _P.SAVE_SCENARIOS,
}

GRANTS: dict[Role, frozenset[Permission]] = {
    Role.VIEWER: frozenset({_P.VIEW}),
    Role.CATALOGUER: _CATALOGUER,
    Role.CURATOR: _CURATOR,
    Role.DIRECTOR: frozenset(
        {
            _P.VIEW,
            _P.VIEW_AUTHORS,
            _P.EXPORT_OBJECTS,
            _P.USE_RESTRICTED_OBJECTS,
            _P.VIEW_SOURCES,
            _P.VIEW_FIND_SPOTS,
            _P.VIEW_LOCATIONS,
            _P.VIEW_UNAPPROVED_MEDIA,
            _P.DECIDE_ACQUISITIONS,
            _P.REVIEW_MEDIA,
            _P.SEE_DAMAGE,
            _P.SEE_BACKUPS,
            _P.ENTER_TARGET_VALUES,
            _P.EDIT_TARGETS,
            _P.EDIT_CALENDAR,
            _P.EDIT_POPULATIONS,
            _P.DRAFT_DEFINITIONS,
            _P.DECIDE_DEFINITIONS,
            _P.JOIN_DUTIES,
            _P.DECIDE_CLASSIFICATION,
            _P.DECIDE_MEANINGS,
            _P.CHECK_FIGURES,
            _P.CHECK_SAMPLE,
            _P.CLOSE_YEAR,
            _P.SAVE_SCENARIOS,
            _P.EXPORT_REPORTS,
            _P.WRITE_REPORTS,
            _P.CHECK_REPORTS,
            _P.ISSUE_REPORTS,
            _P.EXPORT_INTERNAL_REPORTS,
            _P.MANAGE_REPORT_TEMPLATES,
        }
    ),
    Role.ADMINISTRATOR: frozenset(
        {
            _P.VIEW,
            _P.VIEW_AUTHORS,
            _P.VIEW_FIND_SPOTS,
            _P.VIEW_LOCATIONS,
            _P.VIEW_UNAPPROVED_MEDIA,
            _P.EXPORT_OBJECTS,
            _P.SEE_DAMAGE,
            _P.EDIT_VOCABULARIES,
            _P.EDIT_NUMBER_SERIES,
            _P.EDIT_LOCATIONS,
            _P.UNDO,
            _P.EDIT_CALENDAR,
            _P.CHECK_FIGURES,
            _P.MANAGE_USERS,
            _P.SEE_BACKUPS,
            _P.MANAGE_SETTINGS,
            _P.MANAGE_REPORT_TEMPLATES,
        }
    ),
}


Can = Callable[[Permission], bool]  # whether somebody holds a permission; `User.can` of a person


def allows(role: Role, permission: Permission) -> bool:
    """Whether a role holds a permission."""
    return permission in GRANTS[role]
