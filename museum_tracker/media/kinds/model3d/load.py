"""Load a bundle as a trimesh scene; files come only from the bundle, never from the disk or the network."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

import numpy as np
import trimesh
from trimesh.resolvers import Resolver

from museum_tracker.core.i18n import N_
from museum_tracker.media.kinds.base import Limits, Unusable
from museum_tracker.media.kinds.model3d.bundle import Bundle
from museum_tracker.media.kinds.model3d.limits import check_corners, check_scene
from museum_tracker.media.kinds.model3d.mending import ModelDamaged, mended
from museum_tracker.media.kinds.model3d.ply import with_faces
from museum_tracker.media.kinds.model3d.surfaces import settle
from museum_tracker.media.kinds.model3d.threemf import load_threemf

DEFAULT_LIMITS = Limits()
IN_LIGHT = {"glb", "gltf"}
LARGEST = 1e12  # no unit makes a museum's object so large: its numbers are rubbish
UPWARDS_Z = {"stl", "3mf"}
UP_AXIS = re.compile(rb"<up_axis>\s*([XYZ])_UP")
# Rows that turn a model so that an axis of its file points up, as glTF and the viewer expect of y.
UPRIGHT: dict[str, list[list[int]]] = {
    "+x": [[0, -1, 0], [1, 0, 0], [0, 0, 1]],
    "-x": [[0, 1, 0], [-1, 0, 0], [0, 0, 1]],
    "+y": [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
    "-y": [[1, 0, 0], [0, -1, 0], [0, 0, -1]],
    "+z": [[1, 0, 0], [0, 0, 1], [0, -1, 0]],
    "-z": [[1, 0, 0], [0, 0, -1], [0, 1, 0]],
}


class PartsMissing(Unusable):
    """The model names files that did not come with it, and cannot be read without them."""

    msgid = N_("The model needs files that did not come with it: %(names)s. Send them together, or packed in one zip.")


class NothingToShow(Unusable):
    """The model has no surface."""

    msgid = N_("The file holds no surface to show.")


class PointsOnly(Unusable):
    """The file is a cloud of points."""

    msgid = N_(
        "The file is a cloud of %(points)s points without surfaces. "
        "Make a mesh of it in the scanning software and send that; keep the cloud with the raw data."
    )


class BundleResolver(Resolver):
    """Answers a model's request for its companions out of the bundle."""

    def __init__(self, bundle: Bundle) -> None:
        self.bundle = bundle

    def get(self, name: str) -> bytes:
        """The companion's content."""
        content = self.bundle.companion(str(name))
        if content is None:
            raise FileNotFoundError(name)
        return content

    def keys(self) -> list[str]:
        """Names of all files in the bundle."""
        return list(self.bundle.files)

    def namespaced(self, namespace: str) -> BundleResolver:
        """The same bundle: companions are found by bare name too."""
        del namespace
        return self

    def write(self, name: str, data: bytes) -> None:
        """Never: reading a model writes nothing."""
        del data
        raise PermissionError(name)


def load(bundle: Bundle, limits: Limits = DEFAULT_LIMITS) -> trimesh.Scene:
    """The model as a scene of triangles.

    Raises:
        PartsMissing, NothingToShow, PointsOnly, ModelDamaged, TooManyCorners, TooManyInstances, TooManyFaces
    """
    if bundle.extension == "xyz":
        raise PointsOnly(points=bundle.data.count(b"\n"))
    try:
        scene = _read(bundle, limits)
        check_scene(scene)
        for name, surface in list(scene.geometry.items()):
            scene.geometry[name] = settle(surface, in_light=bundle.extension in IN_LIGHT)
    except (MemoryError, Unusable):
        raise
    except Exception as error:  # readers of ten formats raise anything at all
        if bundle.missing:
            raise PartsMissing(names=", ".join(sorted(bundle.missing)[:8])) from error
        raise ModelDamaged from error
    if not _is_visible(scene):
        clouds = [one for one in scene.geometry.values() if isinstance(one, trimesh.PointCloud)]
        if clouds:
            raise PointsOnly(points=sum(len(cloud.vertices) for cloud in clouds))
        if bundle.missing:
            raise PartsMissing(names=", ".join(sorted(bundle.missing)[:8]))
        raise NothingToShow
    return scene


def _read(bundle: Bundle, limits: Limits) -> trimesh.Scene:
    if bundle.extension == "3mf":
        return load_threemf(bundle.data, limits)
    data = mended(bundle)
    check_corners(bundle.extension, data)
    if bundle.extension == "ply":
        data = with_faces(data)
    return trimesh.load_scene(
        BytesIO(data), file_type=bundle.extension, resolver=BundleResolver(bundle), allow_remote=False
    )


def _is_visible(scene: trimesh.Scene) -> bool:
    """Whether there is a surface, of some size that can be told."""
    try:
        extent = max(float(np.ptp(mesh.bounds, axis=0).max()) for mesh in meshes(scene))
    except (KeyError, ValueError):  # a scene without a single node; a model without a single face
        return False
    return 0 < extent < LARGEST


def up_axis(bundle: Bundle, chosen: str = "") -> str:
    """The axis of the file that points up: as a person chose, else as its format or the file itself says."""
    if chosen in UPRIGHT:
        return chosen
    if bundle.extension == "dae" and (told := UP_AXIS.search(bundle.data)):
        return f"+{told[1].decode().lower()}"
    return "+z" if bundle.extension in UPWARDS_Z else "+y"


def stand_up(scene: trimesh.Scene, axis: str) -> None:
    """Turn a model so that an axis of its file points up."""
    if axis != "+y":
        turned = np.eye(4)
        turned[:3, :3] = UPRIGHT[axis]
        scene.apply_transform(turned)


def meshes(scene: trimesh.Scene) -> list[Any]:
    """The surfaces of a scene, each where it stands in it."""
    return [one for one in scene.dump() if isinstance(one, trimesh.Trimesh) and len(one.faces)]
