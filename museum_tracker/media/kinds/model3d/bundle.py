"""A model with the files it names: material, buffers, textures; read from one file or a zip, within limits."""

from __future__ import annotations

import re
import unicodedata
import zipfile
import zlib
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from museum_tracker.core.i18n import N_
from museum_tracker.media.kinds.base import Format, Limits, Unusable
from museum_tracker.media.kinds.model3d.sniff import MODEL_EXTENSIONS

MIB = 1024 * 1024
MOST_FILES = 2000
MAP_OPTIONS = re.compile(r"(?:-\w+[ \t]+(?:-?[\d.]+[ \t]+|on[ \t]+|off[ \t]+)*)*")
SEVERAL_MATERIALS = re.compile(r"(?<=\.mtl)[ \t]+(?=\S)", re.IGNORECASE)
RUBBISH = ("__macosx/", ".ds_store", "thumbs.db")


class ArchiveTooLarge(Unusable):
    """Unpacked, the archive would be larger than the museum accepts."""

    msgid = N_(
        "Unpacked, the archive would be %(unpacked)s MB in %(files)s files; at most %(limit)s MB are accepted. "
        "Nothing was unpacked."
    )


class ArchiveLocked(Unusable):
    """The archive is protected by a password."""

    msgid = N_("The archive is protected by a password. Pack it again without one.")


class ArchiveDamaged(Unusable):
    """The archive cannot be unpacked."""

    msgid = N_("The archive is damaged: %(file)s cannot be unpacked.")


class SeveralModels(Unusable):
    """The archive holds more than one model."""

    msgid = N_("The archive holds several models (%(names)s). Pack one model with its files in each archive.")


class NoModel(Unusable):
    """The archive holds no model."""

    msgid = N_("The archive holds no 3D model.")


@dataclass
class Bundle:
    """One model file and its companions by name; remembers which companions were asked for and which were absent."""

    name: str
    files: dict[str, bytes]
    found: set[str] = field(default_factory=set)
    missing: set[str] = field(default_factory=set)

    @property
    def bare_name(self) -> str:
        """The model file's name without its folders."""
        return PurePosixPath(self.name).name

    @property
    def others(self) -> list[str]:
        """The bare names of other models that came along and are not shown."""
        models = (PurePosixPath(name) for name in self.files if name != self.name)
        return sorted(path.name for path in models if path.suffix.lower().lstrip(".") in MODEL_EXTENSIONS)

    @property
    def extension(self) -> str:
        """The model file's extension, lower case."""
        return PurePosixPath(self.name).suffix.lower().lstrip(".")

    @property
    def data(self) -> bytes:
        """The model file itself."""
        return self.files[self.name]

    def companion(self, asked: str) -> bytes | None:
        """A file that the model names: by path, else by bare name in any case, since old paths are of another disk.

        OBJ names several material files in one line, and puts options before the names of its pictures.
        """
        if len(several := SEVERAL_MATERIALS.split(asked)) > 1 and not self._find(asked):
            return b"\n".join(filter(None, map(self.companion, several))) or None
        hit = self._find(asked) or self._find(MAP_OPTIONS.sub("", asked.lstrip(), count=1))
        if hit is None or hit == self.name:
            self.missing.add(PurePosixPath(_clean(unquote(asked))).name or asked[:100])
            return None
        self.found.add(hit)
        return self.files[hit]

    def _find(self, asked: str) -> str | None:
        """A name as it stands, else read as an address, where `%20` is a space."""
        base = PurePosixPath(self.name).parent
        by_path = {name.lower(): name for name in self.files}
        by_name = {PurePosixPath(name).name.lower(): name for name in self.files}
        for wanted in (_clean(asked), _clean(unquote(asked))):
            found = by_path.get((base / wanted).as_posix().lower()) or by_name.get(PurePosixPath(wanted).name.lower())
            if found:
                return found
        return None


def read_bundle(path: Path, found: Format, limits: Limits) -> Bundle:
    """The model and its companions in memory.

    Raises:
        ArchiveTooLarge, ArchiveLocked, ArchiveDamaged, SeveralModels, NoModel
    """
    if found.name != "modelzip":
        name = f"model.{found.extension}"
        return Bundle(name, {name: path.read_bytes()})
    try:
        with zipfile.ZipFile(path) as archive:
            return _unpack(archive, limits)
    except zipfile.BadZipFile as error:
        raise ArchiveDamaged(file="ZIP") from error


def _unpack(archive: zipfile.ZipFile, limits: Limits) -> Bundle:
    entries = [entry for entry in archive.infolist() if not entry.is_dir() and not _is_rubbish(entry.filename)]
    total = sum(entry.file_size for entry in entries)
    if total > limits.unpacked_mb * MIB or len(entries) > MOST_FILES:
        raise ArchiveTooLarge(unpacked=total // MIB, files=len(entries), limit=limits.unpacked_mb)
    if any(entry.flag_bits & 1 for entry in entries):
        raise ArchiveLocked
    files: dict[str, bytes] = {}
    for entry in entries:
        files[_clean(entry.filename)] = _extract(archive, entry)
    return Bundle(_main_model(files), files)


def _extract(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """One file, never more of it than its entry admits: totals are checked, so they must be true."""
    try:
        with archive.open(entry) as packed:
            data = packed.read(entry.file_size + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError) as error:
        raise ArchiveDamaged(file=entry.filename[:100]) from error
    if len(data) != entry.file_size:
        raise ArchiveDamaged(file=entry.filename[:100])
    return data


def _main_model(files: dict[str, bytes]) -> str:
    for extension in MODEL_EXTENSIONS:
        models = sorted(name for name in files if name.lower().endswith(f".{extension}"))
        if len(models) > 1:
            raise SeveralModels(names=", ".join(PurePosixPath(name).name for name in models[:5]))
        if models:
            return models[0]
    raise NoModel


def _is_rubbish(name: str) -> bool:
    folded = name.replace("\\", "/").lower()
    return folded.startswith(RUBBISH[0]) or folded.rsplit("/", 1)[-1] in RUBBISH[1:]


def _clean(name: str) -> str:
    """A name inside a bundle: forward slashes, composed letters, no way up or out."""
    parts = [part for part in name.replace("\\", "/").split("/") if part not in {"", ".", ".."}]
    return unicodedata.normalize("NFC", "/".join(parts))
