"""Models that cannot be shown are refused in words, and before they hold the worker."""

from __future__ import annotations

import json
import struct
from pathlib import Path

import numpy as np
import pytest

from museum_tracker.media import convert_file
from museum_tracker.media.kinds.base import Limits
from museum_tracker.media.kinds.model3d import limits
from museum_tracker.media.kinds.model3d.convert import OldGltf
from museum_tracker.media.sniff import recognise
from tests.media.test_rare_models import glb
from tests.media.test_true_models import MESH, PRIMITIVES, collada, drawn, ply_faces, shown, threemf

pytestmark = pytest.mark.one_engine


def test_a_3mf_whose_parts_multiply_without_end_is_refused(tmp_path: Path):
    layers = "".join(
        f'<object id="{number}"><components>{f"""<component objectid="{number - 1}"/>""" * 10}</components></object>'
        for number in range(2, 12)
    )
    inside = f'<resources><object id="1">{MESH}</object>{layers}</resources><build><item objectid="11"/></build>'
    with pytest.raises(limits.TooManyInstances):
        shown(threemf(root=inside), "a.3mf", tmp_path)


def test_a_3mf_that_contains_itself_is_refused(tmp_path: Path):
    ring = '<object id="1"><components><component objectid="1"/></components></object>'
    with pytest.raises(limits.TooManyInstances):
        shown(threemf(root=f'<resources>{ring}</resources><build><item objectid="1"/></build>'), "a.3mf", tmp_path)


FIRST = json.dumps({"asset": {"version": "1.0"}, "scene": "s", "scenes": {}, "nodes": {}, "meshes": {}}).encode()


@pytest.mark.parametrize(
    ("name", "data"),
    [("a.gltf", FIRST), ("a.glb", struct.pack("<4sIIII", b"glTF", 1, 20 + len(FIRST), len(FIRST), 0) + FIRST)],
)
def test_gltf_of_the_first_generation_is_named_as_such(tmp_path: Path, name: str, data: bytes):
    with pytest.raises(OldGltf, match=r"glTF 1\.0"):
        shown(data, name, tmp_path)


def disc(corners: int) -> bytes:
    angles = np.arange(corners) / corners * 2 * np.pi
    points = "".join(f"v {np.cos(angle):.5f} {np.sin(angle):.5f} 0\n" for angle in angles)
    return (points + "f " + " ".join(str(number + 1) for number in range(corners)) + "\n").encode()


def layers(count: int) -> bytes:
    return b"v -1 -1 0\nv 1 -1 0\nv 1 1 0.1\nv -1 1 0\n" + b"f 1 2 3\nf 1 3 4\n" * count


def repeated(count: int) -> bytes:
    nodes = [{"mesh": 0, "translation": [number * 3.0, 0, 0]} for number in range(count)]
    return glb(nodes=nodes, scenes=[{"nodes": list(range(count))}])


HOLDING = {
    "a face of endless corners": ("a.obj", disc(limits.MOST_CORNERS + 1), limits.TooManyCorners),
    "a part in endless places": ("a.glb", repeated(limits.MOST_INSTANCES + 1), limits.TooManyInstances),
    "layers without end": ("a.obj", layers(20_000), limits.TooMuchOverlap),
}


@pytest.mark.parametrize("case", HOLDING)
def test_a_model_that_would_hold_the_worker_is_refused_before_it_does(tmp_path: Path, case: str):
    name, data, refusal = HOLDING[case]
    with pytest.raises(refusal):
        shown(data, name, tmp_path)


def test_a_face_of_many_corners_is_still_shown(tmp_path: Path):
    made, poster = shown(disc(1500), "a.obj", tmp_path)
    assert made.facts["faces"] == 1498
    assert len(drawn(poster)) > 1000


DAMAGED = {
    "a.glb": glb()[:120],
    "a.dae": collada(PRIMITIVES["triangles"])[:900],
    "a.ply": ply_faces("binary_little_endian")[:-20],
    "a.3mf": threemf(root="<resources>"),
    "a.stl": b"solid x\nfacet normal a b c\n outer loop\n vertex 1 2\nendloop\n",
    "a.obj": b"v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 9\n",
}


@pytest.mark.parametrize("name", DAMAGED)
def test_a_damaged_model_is_refused_in_words_and_never_in_a_programs(tmp_path: Path, name: str):
    path = tmp_path / name
    path.write_bytes(DAMAGED[name])
    outcome = convert_file._attempt(path, recognise(path, name=name).name, tmp_path, Limits())
    said = json.dumps(outcome["unusable"])
    assert outcome["unusable"]["msgid"].endswith((".", "s. ")), said
    for word in ("Error", "Exception", "Traceback", "index", "object has", "wasm", "trimesh", "NoneType"):
        assert word not in said


def test_what_no_reader_foresaw_is_told_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def fail(*_: object) -> None:
        raise KeyError("bufferViews")

    monkeypatch.setattr("museum_tracker.media.kinds.model3d.convert.convert", fail)
    path = tmp_path / "a.glb"
    path.write_bytes(glb())
    outcome = convert_file._attempt(path, "glb", tmp_path, Limits())
    assert outcome["unusable"]["values"] == {}
