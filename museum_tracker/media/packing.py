"""Files of one model that name each other, kept together as one archive, byte for byte."""

from __future__ import annotations

import json
import re
import unicodedata
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from museum_tracker.media.staging import CHUNK, StorageFull, is_full, megabytes, sync
from museum_tracker.media.storage import Storage

MODELS_WITH_PARTS = {".gltf", ".obj", ".dae", ".ply"}
PARTS = {".mtl", ".bin", ".png", ".jpg", ".jpeg", ".webp", ".tga", ".bmp", ".tif", ".tiff"}
READ_AT_MOST = 64 * 1024 * 1024
LONGEST_NAME = 1000
EPOCH = (1980, 1, 1, 0, 0, 0)
# None of these ends in spaces and an end of line: over a file of nothing but spaces such patterns walk for hours.
_MTLLIB = re.compile(r"^mtllib[ \t]+([^\r\n]+)", re.MULTILINE)
_MAP = re.compile(r"^[ \t]*(?:map_\w+|bump|disp|decal|norm|refl)[ \t]+([^\r\n]+)", re.MULTILINE | re.IGNORECASE)
_MAP_OPTIONS = re.compile(r"(?:-\w+[ \t]+(?:-?[\d.]+[ \t]+)*)*")
_SEVERAL_MATERIALS = re.compile(r"(?<=\.mtl)[ \t]+(?=\S)", re.IGNORECASE)
_PLY_TEXTURE = re.compile(r"^comment[ \t]+TextureFile[ \t]+([^\r\n]+)", re.MULTILINE | re.IGNORECASE)
_DAE_IMAGE = re.compile(r"<(?:init_from|ref)>([^<]{1,2000})<")


class Folders:
    """The files of folders by bare name, each folder read once: a disk may hold ten thousand models in one."""

    def __init__(self) -> None:
        self._read: dict[Path, dict[str, Path]] = {}

    def find(self, folder: Path, name: str) -> Path | None:
        """The file of that name in a folder, in whatever case and form of accents; the first of several."""
        if folder not in self._read:
            names: dict[str, Path] = {}
            for path in sorted(folder.iterdir()):
                if path.is_file():
                    names.setdefault(_bare(path.name), path)
            self._read[folder] = names
        return self._read[folder].get(_bare(name))


def _bare(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def companions(model: Path, folders: Folders | None = None) -> list[Path]:
    """The files beside a model that it names and that are there, at any depth below its folder."""
    folder, folders = model.parent, folders or Folders()
    found: dict[Path, None] = {}
    for name in names_inside(model):
        companion = _beside(folder, name, folders)
        if companion is None or companion == model:
            continue
        found[companion] = None
        if companion.suffix.lower() == ".mtl":
            for texture in _textures(companion):
                picture = _beside(folder, texture, folders)
                if picture is not None:
                    found[picture] = None
    return list(found)


def names_inside(model: Path) -> list[str]:
    """The names of files that a model asks for."""
    suffix = model.suffix.lower()
    if suffix == ".gltf":
        return _gltf_names(model)
    if suffix == ".obj":
        return _stripped(name for line in _MTLLIB.findall(_text(model)) for name in _SEVERAL_MATERIALS.split(line))
    if suffix == ".ply":
        return _stripped(_PLY_TEXTURE.findall(_text(model, 8192)))
    return _stripped(_DAE_IMAGE.findall(_text(model))) if suffix == ".dae" else []


def _textures(material: Path) -> list[str]:
    """The pictures that a material file of an OBJ names."""
    return _stripped(_MAP_OPTIONS.sub("", named.lstrip(), count=1) for named in _MAP.findall(_text(material)))


def _stripped(names: Iterable[str]) -> list[str]:
    return [name.strip() for name in names if name.strip()]


def _gltf_names(model: Path) -> list[str]:
    try:
        document = json.loads(_text(model))
        parts = [*document.get("buffers", []), *document.get("images", [])]
        return [one["uri"] for one in parts if isinstance(one.get("uri"), str) and not one["uri"].startswith("data:")]
    except (ValueError, AttributeError, TypeError, RecursionError):
        return []


def _text(path: Path, most: int = READ_AT_MOST) -> str:
    with path.open("rb") as file:
        return file.read(most).decode("utf-8", "replace")


def _beside(folder: Path, name: str, folders: Folders) -> Path | None:
    """A named file below the folder, by its path, else by its bare name; never outside the folder.

    The name as it stands comes first, then read as an address, where `%20` is a space.
    """
    told = name.strip().strip('"').replace("\\", "/").removeprefix("file://")
    for wanted in dict.fromkeys((told, unquote(told))):
        if found := _named(folder, wanted, folders):
            return found
    return None


def _named(folder: Path, wanted: str, folders: Folders) -> Path | None:
    if not wanted.isprintable() or len(wanted) > LONGEST_NAME:  # nothing on a disk is called so
        return None
    by_path = (folder / wanted).resolve() if not PurePosixPath(wanted).is_absolute() else None
    try:
        if by_path is not None and by_path.is_relative_to(folder.resolve()) and by_path.is_file():
            return folder / wanted
    except OSError:  # a part of the path is longer than the disk allows
        return None
    return folders.find(folder, PurePosixPath(wanted).name)


def pack(files: Mapping[str, Path], target: Path) -> None:
    """Write the files into one archive, unpacked and without dates: the same files give the same bytes."""
    with zipfile.ZipFile(target, "x", zipfile.ZIP_STORED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(unicodedata.normalize("NFC", name), EPOCH)
            entry.file_size = files[name].stat().st_size
            with files[name].open("rb") as source, archive.open(entry, "w") as packed:
                while chunk := source.read(CHUNK):
                    packed.write(chunk)
    with target.open("rb+") as written:
        sync(written)


def stage(storage: Storage, path: Path, parts: list[Path]) -> tuple[Path, str]:
    """Bring a file into staging as it will be kept, with its parts in one archive: the staged path and the name.

    Raises:
        StorageFull, StorageMissing
    """
    size = sum(one.stat().st_size for one in (path, *parts))
    storage.require_room(size)
    if not parts:
        with path.open("rb") as file:
            return storage.stage(iter(lambda: file.read(CHUNK), b""), limit=size).path, path.name
    target = storage.new_staged_path()
    try:
        pack({one.relative_to(path.parent).as_posix(): one for one in (path, *parts)}, target)
    except BaseException as error:
        target.unlink(missing_ok=True)
        if is_full(error):
            raise StorageFull(free=megabytes(0), needed=megabytes(size)) from error
        raise
    return target, f"{path.stem}.zip"


def group(paths: Iterable[Path]) -> list[tuple[Path, list[Path]]]:
    """Each file to be kept, with the companions that travel inside its archive."""
    every = dict.fromkeys(sorted(paths))
    folders = Folders()
    parts: dict[Path, list[Path]] = {}
    taken: set[Path] = set()
    for path in every:
        if path.suffix.lower() in MODELS_WITH_PARTS:
            parts[path] = [one for one in companions(path, folders) if one in every]
            taken.update(parts[path])
    return [(path, parts.get(path, [])) for path in every if path not in taken]
