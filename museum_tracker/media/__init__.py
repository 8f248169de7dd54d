"""Pictures and 3D models: storage, recognition, conversion, upload, viewing, proof that they are intact."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask


def wire() -> None:
    """Register the tasks and how history reads pictures back."""
    from museum_tracker.accounts.permissions import Permission
    from museum_tracker.core.alarms import Alarm, add_alarm
    from museum_tracker.history.entities import register_entity
    from museum_tracker.media import damage, filters, own_files
    from museum_tracker.media.handlers import AssetEntity
    from museum_tracker.media.tasks import upkeep

    register_entity("asset", AssetEntity())
    filters.register()
    own_files.register()
    upkeep.register_periodic()
    add_alarm(
        Alarm(name="media.damaged", find=damage.told_of_damage, url="/tep-hong", permission=Permission.SEE_DAMAGE)
    )
    _add_works()


def _add_works() -> None:
    from museum_tracker.accounts.permissions import Permission
    from museum_tracker.core.i18n import N_
    from museum_tracker.core.work import Work, add_work
    from museum_tracker.media import damage, queries

    add_work(
        Work(
            name="media.troubled",
            label=N_("Files held back"),
            count=lambda session, _user: queries.count_held_back(session),
            url="/quan-tri/tep",
            permission=Permission.MANAGE_SETTINGS,
            order=90,
        ),
        Work(
            name="media.held_back",
            label=N_("Files sent by me and held back"),
            count=lambda session, user: queries.count_own_held_back(session, user.id),
            url="/tai-len#tam-giu",
            permission=Permission.UPLOAD_MEDIA,
            order=55,
        ),
        Work(
            name="media.damaged",
            label=N_("Files missing or damaged"),
            count=lambda session, _user: damage.count_damaged(session),
            url="/tep-hong",
            permission=Permission.SEE_DAMAGE,
            order=1,
            icon="alert",
        ),
    )


def init_app(app: Flask) -> None:
    """Add the pages, the panels of the object page and the addresses of files."""
    from flask import url_for

    from museum_tracker.accounts.permissions import Permission
    from museum_tracker.catalogue.list_actions import ListAction, add_list_action
    from museum_tracker.catalogue.panels import Panel, PanelPlace, add_panel
    from museum_tracker.core.i18n import N_
    from museum_tracker.media import panels
    from museum_tracker.media.stores import storage_of
    from museum_tracker.media.views import bp
    from museum_tracker.media.views.addresses import cover_url, media_url
    from museum_tracker.media.views.blueprint import bound_bodies

    storage_of(app.config["SETTINGS"])  # an address that is not understood is refused before anybody needs it
    app.register_blueprint(bp)
    bound_bodies(app)
    app.jinja_env.globals.update(cover_url=cover_url, file_url=cover_url, media_url=media_url)
    add_panel(Panel(name="media", title=N_("Pictures and 3D"), render=panels.stage, order=10, place=PanelPlace.STAGE))
    add_panel(Panel(name="files", title=N_("Files"), render=panels.files, order=40, place=PanelPlace.MAIN))
    add_list_action(
        ListAction(
            name="upload-tray",
            label=N_("Upload tray"),
            icon="upload",
            url=lambda _args: url_for("media.tray"),
            permission=Permission.UPLOAD_MEDIA,
            place="head",
            order=30,
        )
    )
