"""Load a bundle as a trimesh scene; files come only from the bundle, never from the disk or the network."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

import numpy as np
import trimesh
from trimesh.resolvers import Resolver

from museum_tracker.core.i18n import N_
from museum_tracker.media.kinds.base import Unusable
from museum_tracker.media.kinds.model3d.bundle import Bundle
from museum_tracker.media.kinds.model3d.mending import ModelDamaged, mended

CLAY = (196, 192, 184, 255)
PLACEHOLDER_LONGEST = 2
LARGEST = 1e12  # no unit makes a museum's object so large: its numbers are rubbish
UPWARDS_Z = {"stl", "3mf"}
UP_IS_Z = re.compile(rb"<up_axis>\s*Z_UP")
Z_TO_Y = [[1, 0, 0, 0], [0, 0, 1, 0], [0, -1, 0, 0], [0, 0, 0, 1]]


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


def load(bundle: Bundle) -> trimesh.Scene:
    """The model as a scene of triangles.

    Raises:
        PartsMissing, NothingToShow, PointsOnly, ModelDamaged
    """
    if bundle.extension == "xyz":
        raise PointsOnly(points=bundle.data.count(b"\n"))
    try:
        scene = trimesh.load_scene(
            BytesIO(mended(bundle)), file_type=bundle.extension, resolver=BundleResolver(bundle), allow_remote=False
        )
    except (MemoryError, ModelDamaged):
        raise
    except Exception as error:  # readers of ten formats raise anything at all
        if bundle.missing:
            raise PartsMissing(names=", ".join(sorted(bundle.missing)[:8])) from error
        raise ModelDamaged(detail=f"{type(error).__name__}: {error}"[:120]) from error
    if not _is_visible(scene):
        clouds = [one for one in scene.geometry.values() if isinstance(one, trimesh.PointCloud)]
        if clouds:
            raise PointsOnly(points=sum(len(cloud.vertices) for cloud in clouds))
        if bundle.missing:
            raise PartsMissing(names=", ".join(sorted(bundle.missing)[:8]))
        raise NothingToShow
    for surface in scene.geometry.values():
        _drop_placeholder(surface)
        _keep_painted(surface)
    return scene


def _is_visible(scene: trimesh.Scene) -> bool:
    """Whether there is a surface, of some size that can be told."""
    try:
        extent = max(float(np.ptp(mesh.bounds, axis=0).max()) for mesh in meshes(scene))
    except (KeyError, ValueError):  # a scene without a single node; a model without a single face
        return False
    return 0 < extent < LARGEST


def _keep_painted(surface: Any) -> None:
    """Colours that glTF paints on vertices beside a material: trimesh loses them when it moves a surface."""
    look = getattr(surface, "visual", None)
    painted = getattr(look, "vertex_attributes", {}).get("color")
    material = getattr(look, "material", None)
    if painted is None or len(painted) != len(surface.vertices) or getattr(material, "baseColorTexture", None):
        return
    colours = np.asarray(painted)
    if colours.dtype.kind == "f":  # fractions are linear light in glTF; pictures are not
        colours = (np.clip(colours, 0, 1) ** np.array([1 / 2.2] * 3 + [1.0])[: colours.shape[1]] * 255).astype(np.uint8)
    surface.visual = trimesh.visual.ColorVisuals(surface, vertex_colors=colours)


def _drop_placeholder(surface: Any) -> None:
    """Without its texture trimesh paints a model dark grey: clay is easier to judge."""
    material = getattr(getattr(surface, "visual", None), "material", None)
    picture = getattr(material, "image", None)
    if picture is not None and max(picture.size) <= PLACEHOLDER_LONGEST:
        surface.visual = trimesh.visual.TextureVisuals(material=trimesh.visual.material.SimpleMaterial(diffuse=CLAY))


def stand_up(scene: trimesh.Scene, bundle: Bundle) -> None:
    """Turn models that point upwards along z (STL, 3MF, COLLADA that says so) as glTF and the viewer expect."""
    if bundle.extension in UPWARDS_Z or (bundle.extension == "dae" and UP_IS_Z.search(bundle.data)):
        scene.apply_transform(Z_TO_Y)


def meshes(scene: trimesh.Scene) -> list[Any]:
    """The surfaces of a scene, each where it stands in it."""
    return [one for one in scene.dump() if isinstance(one, trimesh.Trimesh) and len(one.faces)]
