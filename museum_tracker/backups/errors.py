"""Why a backup cannot be made, read back or put back; each with the way out."""

from __future__ import annotations

import errno

from museum_tracker.core.errors import Refusal
from museum_tracker.core.i18n import N_


class BackupFailed(Refusal):
    """The backup could not be made; the earlier ones are as they were."""

    status = 503


class PlaceAway(BackupFailed):
    """The folder of backups is not there: its disk or share is not connected."""

    msgid = N_("The folder %(place)s is not there, or holds no backups of this museum: connect its disk or share.")


class PlaceForeign(BackupFailed):
    """Another museum's backups lie there."""

    msgid = N_("In %(place)s lie the backups of another museum. Choose another folder.")


class PlaceInside(BackupFailed):
    """The museum's own folder is no place for its backups."""

    msgid = N_("%(place)s is one of the museum's own folders: a backup belongs on another disk.")


class PlaceRelative(BackupFailed):
    """A folder named from wherever the program was started: the worker and the console would mean others."""

    msgid = N_("Write the whole path of the folder as this computer names it: %(place)s does not begin at a disk.")


class PlaceFull(BackupFailed):
    """There is no room."""

    msgid = N_("%(place)s has no room for the backup: %(free)s MB free, %(needed)s MB needed. Earlier backups stand.")


class FileTooLargeForDisk(BackupFailed):
    """FAT32 takes no file of four gigabytes."""

    msgid = N_("The disk takes no file as large as %(file)s (FAT32 ends at 4 GB): format it as exFAT or NTFS.")


class PlaceUnwritable(BackupFailed):
    """The disk refuses, or was pulled out."""

    msgid = N_("%(place)s cannot be written: %(reason)s. Earlier backups stand.")


class NotReadBack(BackupFailed):
    """What was written is not what is read."""

    msgid = N_("%(file)s was written to %(place)s but reads back otherwise: the disk is failing. Use another one.")


class NoBackupThere(Refusal):
    """There is nothing to put back or to read back."""

    msgid = N_("There is no whole backup in %(place)s.")


class DatabaseNotCopied(BackupFailed):
    """The database could not be copied."""

    msgid = N_("The database could not be copied: %(reason)s")


def of_disk(error: OSError, place: object, name: str, needed: int = 0) -> BackupFailed:
    """The sentence for what a disk says while it is written."""
    if error.errno in {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}:
        return PlaceFull(place=str(place), free=0, needed=max(1, needed // 1_000_000))
    if error.errno == errno.EFBIG:
        return FileTooLargeForDisk(file=name)
    return PlaceUnwritable(place=str(place), reason=error.strerror or type(error).__name__)
