"""What every kind of media answers: how its files are recognised, and what a conversion gives back."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from museum_tracker.core.errors import Refusal
from museum_tracker.core.i18n import N_, Message, restored, stored

HEAD = 64 * 1024


@dataclass(frozen=True)
class Format:
    """A file format: what it is called, and how it is served."""

    name: str
    kind: str
    mime: str
    extension: str
    label: str
    extensions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Glance:
    """The first bytes of a file and a way to the rest: all that a sniffer may look at."""

    path: Path
    head: bytes
    size: int


Sniffer = Callable[[Glance], Format | None]


@dataclass(frozen=True)
class Limits:
    """What one conversion may use: megapixels of a picture, MiB unpacked from an archive, MiB of memory, seconds.

    `cache` is a folder of our own for compiled code; empty means none is kept. `up` is the axis of a model's file
    that a person found to point up; empty means as the file says.
    """

    megapixels: int = 400
    unpacked_mb: int = 4096
    memory_mb: int = 3072
    seconds: int = 120
    cache: str = ""
    up: str = ""


@dataclass(frozen=True)
class Made:
    """One derived file: its role, the page it shows, its name in the output folder, and its size in pixels."""

    role: str
    file: str
    mime: str
    page: int = 1
    width: int = 0
    height: int = 0


@dataclass
class Converted:
    """What a conversion found out (JSON-able facts), what it made, and what a curator should know."""

    facts: dict[str, Any] = field(default_factory=dict)
    made: list[Made] = field(default_factory=list)
    notes: list[Message] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """The same as plain values, to cross from the child process."""
        return {
            "facts": self.facts,
            "made": [dataclasses.asdict(made) for made in self.made],
            "notes": [message_json(note) for note in self.notes],
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Converted:
        """The result of a child process, read back."""
        return cls(
            facts=data["facts"],
            made=[Made(**made) for made in data["made"]],
            notes=[message_from_json(note) for note in data["notes"]],
        )


Converter = Callable[[Path, Format, Path, Limits], Converted]


@dataclass(frozen=True)
class MediaKind:
    """A kind of media; its converter is named, not imported, because only the child process may load it."""

    name: str
    formats: tuple[Format, ...]
    sniffers: tuple[Sniffer, ...]
    converter: str


class Unusable(Refusal):
    """The file cannot be shown or measured; the original is kept aside with this reason."""

    msgid = N_("The file is damaged and cannot be read. Copy it again from the camera, scanner or disk it comes from.")


class CutShort(Unusable):
    """Part of the picture's data is missing or damaged."""

    msgid = N_(
        "The picture is cut short or damaged: part of it cannot be read. Copy it again from the camera or scanner."
    )


class TooManyPixels(Unusable):
    """The picture is larger than the museum's limit, or claims to be."""

    msgid = N_(
        "The picture says it has %(megapixels)s megapixels; at most %(limit)s are accepted. "
        "It may be damaged or made to overload the computer."
    )


class DamagedMetadata(Unusable):
    """The data about the picture inside the file is broken in a way that traps readers."""

    msgid = N_(
        "The data written into the picture by the camera (Exif) is damaged. Save the picture anew and send it again."
    )


class Overloaded(Unusable):
    """The file asks for more memory than a conversion may use."""

    msgid = N_("The file needs more memory than %(limit)s MB to be opened. It may be made to overload the computer.")


class TooSlow(Unusable):
    """The file takes longer than a conversion may."""

    msgid = N_(
        "The file could not be prepared within %(seconds)s seconds. Make it smaller (fewer pixels, fewer triangles) "
        "and send it again, or ask the administrator to allow more time."
    )


def message_json(message: Message) -> dict[str, Any]:
    """A message as plain values, for the database and for the child process."""
    return {"msgid": message.msgid, "values": stored(message.values)}


def message_from_json(data: dict[str, Any]) -> Message:
    """A message read back from plain values."""
    return restored(data["msgid"], data.get("values") or {})
