"""Models as exporters write them: wrong counts, options before names, several material files, shares of a number."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
import pytest

from museum_tracker.media.kinds.base import Format, Limits, Unusable
from museum_tracker.media.kinds.model3d.bundle import Bundle
from museum_tracker.media.kinds.model3d.convert import ExtensionUnknown, convert
from museum_tracker.media.kinds.model3d.glb import write_glb
from museum_tracker.media.kinds.model3d.load import NothingToShow, load, stand_up, up_axis
from museum_tracker.media.kinds.model3d.measure import unit_of
from museum_tracker.media.kinds.model3d.mending import CutOff, mended
from museum_tracker.media.sniff import identify

CORNERS = np.array([[0, 0, 0], [2, 0, 0], [0, 1, 0], [0, 0, 3]], dtype="<f4")
FACES = np.array([[0, 2, 1], [0, 1, 3], [0, 3, 2], [1, 2, 3]])


def stl(told: int, corners: np.ndarray = CORNERS, behind: bytes = b"") -> bytes:
    """A binary STL of twelve facets."""
    facets = b"".join(
        struct.pack("<12fH", 0, 0, 0, *triangle.ravel(), 0) for triangle in np.tile(corners[FACES], (3, 1, 1))
    )
    return b"solid".ljust(80) + struct.pack("<I", told) + facets + behind


def glb(**more: object) -> bytes:
    """A tetrahedron in two metres, its positions told as shares of 127."""
    positions = np.pad((CORNERS * 42).astype("i1"), ((0, 0), (0, 1))).tobytes()
    binary = positions + FACES.astype("<u2").tobytes()
    document = {
        "asset": {"version": "2.0"},
        "scenes": [{"nodes": [0]}],
        "scene": 0,
        "nodes": [{"mesh": 0}],
        "meshes": [{"primitives": [{"attributes": {"POSITION": 0}, "indices": 1}]}],
        "buffers": [{"byteLength": len(binary)}],
        "bufferViews": [
            {"buffer": 0, "byteLength": 16, "byteStride": 4},
            {"buffer": 0, "byteOffset": 16, "byteLength": 24},
        ],
        "accessors": [
            {"bufferView": 0, "componentType": 5120, "normalized": True, "count": 4, "type": "VEC3"},
            {"bufferView": 1, "componentType": 5123, "count": 12, "type": "SCALAR"},
        ],
    }
    return write_glb(document | more, binary)


def found(name: str, data: bytes, folder: Path) -> Format | None:
    (folder / name).write_bytes(data)
    return identify(folder / name)


@pytest.mark.parametrize("data", [stl(12), stl(3), stl(12, behind=b"\0" * 7), stl(10**9)])
def test_a_binary_stl_is_known_by_its_facets_whatever_it_counts(tmp_path, data):
    assert found("a.stl", data, tmp_path).name == "stl"
    assert found("b.bin", bytes(80) + bytes(range(256)) * 40, tmp_path) is None


@pytest.mark.parametrize("data", [stl(12), stl(3), stl(12, behind=b"\0" * 7)])
def test_a_wrong_count_of_facets_is_put_right(data):
    assert mended(Bundle("a.stl", {"a.stl": data})) == stl(12)


def test_an_stl_that_ends_before_its_facets_do_is_refused_with_both_numbers():
    with pytest.raises(CutOff) as refused:
        mended(Bundle("a.stl", {"a.stl": stl(50)}))
    assert refused.value.values == {"told": 50, "there": 12}


@pytest.mark.parametrize("size", [0, 1e-30])
def test_a_model_without_any_size_shows_nothing_and_says_so(size):
    with pytest.raises(NothingToShow):
        load(Bundle("a.stl", {"a.stl": stl(12, CORNERS * np.float32(size))}))


@pytest.mark.parametrize(
    "text", [b"v 0 0 0\nv 1 0 0\nv 1 1 0\nf 1 2 \\\n3\n", b"v 0 0 0\ncstype bspline\ncurv 0 1 1 2\nend\n"]
)
def test_lines_that_go_on_and_curves_are_obj_too(tmp_path, text):
    assert found("a.obj", text, tmp_path).name == "obj"


@pytest.mark.parametrize(
    ("asked", "got"),
    [
        ("-s 1 1 1 -bm 0.5 -clamp on tex.png", b"T"),
        ("C:\\Lan\\anh\\TEX.png", b"T"),
        ("my%20tex.png", b"S"),
        ("my tex.png", b"S"),
        ("a.mtl b.mtl", b"A\nB"),
        ("100% t%41.png", b"P"),
        ("gone.png", None),
    ],
)
def test_names_inside_models_are_found_as_they_are_written(asked, got):
    files = {
        "m/m.obj": b"",
        "m/tex.png": b"T",
        "m/my tex.png": b"S",
        "m/100% t%41.png": b"P",
        "m/a.mtl": b"A",
        "m/b.mtl": b"B",
    }
    bundle = Bundle("m/m.obj", files)
    assert bundle.companion(asked) == got
    assert bundle.missing == (set() if got else {"gone.png"})


def test_positions_told_as_shares_are_of_their_true_size():
    extents = load(Bundle("a.glb", {"a.glb": glb()})).extents
    assert extents == pytest.approx([84 / 127, 42 / 127, 126 / 127])


def test_a_gltf_that_requires_what_is_not_had_is_refused_by_name(tmp_path):
    (tmp_path / "a.glb").write_bytes(glb(extensionsRequired=["EXT_meshopt_compression"]))
    with pytest.raises(ExtensionUnknown, match="EXT_meshopt_compression"):
        convert(tmp_path / "a.glb", identify(tmp_path / "a.glb"), tmp_path, Limits())


@pytest.mark.parametrize(("up", "height"), [("Z_UP", 20.0), ("Y_UP", 5.0)])
def test_a_collada_model_stands_as_it_says(samples, up, height):
    text = (samples / "samples/models/blue_cube.dae").read_text(encoding="utf-8")
    bundle = Bundle("a.dae", {"a.dae": text.replace("Z_UP", up).replace("Y_UP", up).encode()})
    scene = load(bundle)
    scene.apply_transform(np.diag([1, 5 / scene.extents[1], 20 / scene.extents[2], 1]))
    stand_up(scene, up_axis(bundle))
    assert scene.extents[1] == pytest.approx(height)


@pytest.mark.parametrize(
    ("told", "unit"),
    [("0.01 * meters", "cm"), ("meters", "m"), ("0.0254 * meters", "in"), ("7 * meters", ""), ("", "")],
)
def test_units_told_as_shares_of_a_metre_are_known(told, unit):
    assert unit_of(told) == unit


def test_what_is_damaged_beyond_that_is_refused_and_nothing_else():
    for data in (glb()[:100], b"glTF" + bytes(40)):
        with pytest.raises(Unusable):
            load(Bundle("a.glb", {"a.glb": data}))
