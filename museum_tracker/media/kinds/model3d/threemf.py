"""Read 3MF with its production extension: objects in several files of the archive, placed by components."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import PurePosixPath
from typing import Any

import numpy as np
import trimesh
from lxml import etree
from numpy.typing import NDArray

from museum_tracker.media.kinds.base import Limits
from museum_tracker.media.kinds.model3d.bundle import MIB, ArchiveDamaged, ArchiveTooLarge
from museum_tracker.media.kinds.model3d.limits import MOST_INSTANCES, TooManyInstances
from museum_tracker.media.kinds.model3d.mending import ModelDamaged

DEFAULT_UNIT = "millimeter"
ROOT = "3d/3dmodel.model"
Matrix = NDArray[np.float64]
Address = tuple[str, str]  # the file in the archive, and the object's number in it


@dataclass
class _Object:
    """One object: its own triangles, or the objects it is composed of."""

    vertices: NDArray[np.float64] | None = None
    faces: NDArray[np.int64] | None = None
    parts: list[tuple[Address, Matrix]] = field(default_factory=list)


@dataclass
class _Package:
    """What an archive holds: objects by address, and what is built of them."""

    objects: dict[Address, _Object] = field(default_factory=dict)
    built: list[tuple[Address, Matrix]] = field(default_factory=list)
    unit: str = DEFAULT_UNIT


def load_threemf(data: bytes, limits: Limits) -> trimesh.Scene:
    """The built objects as a scene, in the file's unit.

    Raises:
        ArchiveDamaged, ArchiveTooLarge, ModelDamaged, TooManyInstances
    """
    package = _read(data, limits)
    scene = trimesh.Scene()
    for count, (address, placed) in enumerate(_instances(package), start=1):
        if count > MOST_INSTANCES:
            raise TooManyInstances(most=MOST_INSTANCES)
        name = "#".join(address)
        if name not in scene.geometry:
            one = package.objects[address]
            scene.geometry[name] = trimesh.Trimesh(one.vertices, one.faces, process=True)
        scene.graph.update(frame_to=f"{count}", frame_from=scene.graph.base_frame, matrix=placed, geometry=name)
    scene.units = package.unit
    return scene


def _instances(package: _Package) -> Iterator[tuple[Address, Matrix]]:
    """Each placing of an object with triangles; no path may be deeper than there are objects."""
    waiting = [(address, placed, 0) for address, placed in reversed(package.built)]
    steps = 0
    while waiting:
        address, placed, depth = waiting.pop()
        steps += 1
        if depth > len(package.objects) or steps > 10 * MOST_INSTANCES:
            raise TooManyInstances(most=MOST_INSTANCES)
        one = package.objects.get(address)
        if one is None:
            raise ModelDamaged
        if one.vertices is not None and one.faces is not None and len(one.faces):
            yield address, placed
        waiting += [(part, placed @ within, depth + 1) for part, within in reversed(one.parts)]


def _read(data: bytes, limits: Limits) -> _Package:
    package = _Package()
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            models = [entry for entry in archive.infolist() if entry.filename.lower().endswith(".model")]
            total = sum(entry.file_size for entry in models)
            if total > limits.unpacked_mb * MIB:
                raise ArchiveTooLarge(unpacked=total // MIB, files=len(models), limit=limits.unpacked_mb)
            for entry in models:
                _read_model(package, _plain(entry.filename), archive.read(entry))
    except (zipfile.BadZipFile, NotImplementedError, EOFError, RuntimeError, etree.XMLSyntaxError) as error:
        raise ArchiveDamaged(file="3MF") from error
    except (KeyError, ValueError, IndexError) as error:
        raise ModelDamaged from error
    return package


def _read_model(package: _Package, path: str, text: bytes) -> None:
    root = etree.fromstring(text, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
    if path == ROOT:
        package.unit = root.get("unit", DEFAULT_UNIT)
        items = root.iterfind(".//{*}build/{*}item")
        package.built = [(_address(item, path), _matrix(item.get("transform"))) for item in items]
    for found in root.iterfind(".//{*}resources/{*}object"):
        one = package.objects[path, found.get("id")] = _Object()
        mesh = found.find("{*}mesh")
        if mesh is not None:
            one.vertices, one.faces = _mesh(mesh)
        for part in found.iterfind("{*}components/{*}component"):
            one.parts.append((_address(part, path), _matrix(part.get("transform"))))


def _mesh(mesh: Any) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    points = [(one.get("x"), one.get("y"), one.get("z")) for one in mesh.iterfind("{*}vertices/{*}vertex")]
    corners = [(one.get("v1"), one.get("v2"), one.get("v3")) for one in mesh.iterfind("{*}triangles/{*}triangle")]
    vertices = np.array(points, dtype=np.float64).reshape(-1, 3)
    faces = np.array(corners, dtype=np.int64).reshape(-1, 3)
    if len(faces) and not (faces.min() >= 0 and faces.max() < len(vertices)):
        raise ModelDamaged
    return vertices, faces


def _address(element: Any, here: str) -> Address:
    """The object that an item or component names: in this file, or (production extension) in another."""
    path = next((value for name, value in element.attrib.items() if etree.QName(name).localname == "path"), "")
    return (_plain(path) if path else here, element.attrib["objectid"])


def _plain(path: str) -> str:
    return PurePosixPath(path.replace("\\", "/").lstrip("/")).as_posix().lower()


def _matrix(told: str | None) -> Matrix:
    """Twelve numbers, a point's row times them, as a matrix of columns."""
    placed = np.eye(4)
    if told:
        placed[:3] = np.array([float(number) for number in told.split()]).reshape(4, 3).T
    return placed
