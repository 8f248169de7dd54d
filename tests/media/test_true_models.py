"""Models are shown as they were meant: clay and normals, colours, strips, parts in several files."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import trimesh
from PIL import Image

from museum_tracker.media.kinds.base import Converted, Limits
from museum_tracker.media.kinds.model3d.bundle import Bundle
from museum_tracker.media.kinds.model3d.convert import convert
from museum_tracker.media.kinds.model3d.dress import dress
from museum_tracker.media.kinds.model3d.glb import read_glb
from museum_tracker.media.kinds.model3d.load import load
from museum_tracker.media.kinds.model3d.ply import triangles, with_faces
from museum_tracker.media.sniff import recognise
from tests.media.test_rare_models import glb, stl

pytestmark = pytest.mark.one_engine

CUBE = "0 0 0\n1 0 0\n1 1 0\n0 1 0\n0 0 1\n1 0 1\n1 1 1\n0 1 1\n"
POINTS = "".join(f"property float {axis}\n" for axis in "xyz")
COLOURS = "".join(f"property uchar {name}\n" for name in ("red", "green", "blue"))


def shown(data: bytes, name: str, folder: Path, up: str = "") -> tuple[Converted, Any]:
    path, out = folder / name, folder / "out"
    path.write_bytes(data)
    out.mkdir(exist_ok=True)
    made = convert(path, recognise(path, name=name), out, Limits(up=up))
    with Image.open(out / "poster.jpg") as poster:
        return made, np.asarray(poster.convert("RGB")).astype(int)


def drawn(poster: Any) -> Any:
    """The pixels of the model alone."""
    return poster[np.abs(poster - poster[0, 0]).max(axis=2) > 20]


@pytest.mark.parametrize("case", ["glb", "stl"])
def test_a_model_without_material_is_of_clay_and_has_normals(tmp_path: Path, case: str):
    data = glb() if case == "glb" else stl(12)
    _, poster = shown(data, f"a.{case}", tmp_path)
    red, green, blue = drawn(poster).mean(axis=0)
    assert red >= green >= blue > 60, "clay on the poster"
    document, _ = read_glb(dress(data if case == "glb" else exported(data), painted_as_shown=case != "glb"))
    (part,) = document["meshes"][0]["primitives"]
    surface = document["materials"][part["material"]]["pbrMetallicRoughness"]
    assert surface["metallicFactor"] == 0
    assert 0.05 < surface["baseColorFactor"][2] < surface["baseColorFactor"][0] < 0.5, "neither white nor black"
    assert "NORMAL" in part["attributes"]


def exported(data: bytes) -> bytes:
    return load(Bundle("a.stl", {"a.stl": data})).export(file_type="glb")


def test_normals_are_sharp_at_edges_and_of_length_one(tmp_path: Path):
    box = trimesh.creation.box().export(file_type="glb")
    document, binary = read_glb(dress(box, painted_as_shown=False))
    (part,) = document["meshes"][0]["primitives"]
    accessor = document["accessors"][part["attributes"]["NORMAL"]]
    view = document["bufferViews"][accessor["bufferView"]]
    normals = np.frombuffer(binary, "<f4", accessor["count"] * 3, view["byteOffset"]).reshape(-1, 3)
    used = normals[np.frombuffer(binary, "<u4", 36, index_place(document, part))]
    assert np.allclose(np.linalg.norm(used, axis=1), 1, atol=1e-5)
    assert set(np.abs(used).max(axis=1).round(4)) == {1.0}, "each corner looks straight out of its face"


def index_place(document: dict[str, Any], part: dict[str, Any]) -> int:
    return document["bufferViews"][document["accessors"][part["indices"]]["bufferView"]]["byteOffset"]


def test_a_material_that_says_its_colour_keeps_it(tmp_path: Path):
    told = {"materials": [{"pbrMetallicRoughness": {"baseColorFactor": [0.6, 0.02, 0.02, 1], "metallicFactor": 0}}]}
    parts = [{"primitives": [{"attributes": {"POSITION": 0}, "indices": 1, "material": 0}]}]
    data = glb(**told, meshes=parts)
    _, poster = shown(data, "a.glb", tmp_path)
    red, green, _ = drawn(poster).mean(axis=0)
    assert red > 2 * green
    document, _ = read_glb(dress(data, painted_as_shown=False))
    assert document["materials"] == told["materials"]


def test_a_texture_of_an_obj_is_neither_metal_nor_darkened(samples: Path, tmp_path: Path):
    files = {path.name: path.read_bytes() for path in (samples / "samples/models/fuze_obj").iterdir()}
    (surface,) = load(Bundle("fuze.obj", files)).geometry.values()
    assert surface.visual.material.baseColorFactor is None
    assert surface.visual.material.metallicFactor == 0


STRIPS = [0, 1, 3, 2, -1, 4, 5, 7, 6, -1, 0, 1, 4, 5]
FACES_OF_STRIPS = [[0, 1, 3], [3, 1, 2], [4, 5, 7], [7, 5, 6], [0, 1, 4], [4, 1, 5]]


def test_strips_are_read_turn_by_turn():
    got = [sorted(map(int, face)) for face in triangles(np.array(STRIPS))]
    assert got == [sorted(face) for face in FACES_OF_STRIPS]
    assert triangles(np.array([0, 1, 2, 3]))[1].tolist() == [2, 1, 3], "the second is turned, to face the same way"
    assert triangles(np.array([0, 1, 1, 2])).tolist() == []
    assert triangles(np.array([], dtype=int)).tolist() == []


def ply_strips(form: str) -> bytes:
    head = f"ply\nformat {form} 1.0\nelement vertex 8\n{POINTS}element tristrips 1\n"
    head += "property list int int vertex_indices\nend_header\n"
    if form == "ascii":
        return (head + CUBE + f"{len(STRIPS)} {' '.join(map(str, STRIPS))}\n").encode()
    order = "<" if "little" in form else ">"
    points = np.array(CUBE.split(), dtype=f"{order}f4").tobytes()
    return head.encode() + points + np.array([len(STRIPS), *STRIPS], dtype=f"{order}i4").tobytes()


@pytest.mark.parametrize("form", ["ascii", "binary_little_endian", "binary_big_endian"])
def test_a_scan_in_triangle_strips_is_shown(tmp_path: Path, form: str):
    made, poster = shown(ply_strips(form), "a.ply", tmp_path)
    assert made.facts["faces"] == len(FACES_OF_STRIPS)
    assert len(drawn(poster)) > 1000


def ply_faces(form: str) -> bytes:
    """Three sides of a cube, each of four corners and one colour."""
    sides = [((0, 3, 2, 1), (255, 0, 0)), ((4, 5, 6, 7), (0, 255, 0)), ((1, 2, 6, 5), (0, 0, 255))]
    head = f"ply\nformat {form} 1.0\nelement vertex 8\n{POINTS}element face 3\n"
    head += f"property list uchar int vertex_indices\n{COLOURS}end_header\n"
    if form == "ascii":
        lines = [f"4 {' '.join(map(str, corners))} {' '.join(map(str, colour))}\n" for corners, colour in sides]
        return (head + CUBE + "".join(lines)).encode()
    points = np.array(CUBE.split(), dtype="<f4").tobytes()
    faces = b"".join(struct.pack("<B4i3B", 4, *corners, *colour) for corners, colour in sides)
    return head.encode() + points + faces


@pytest.mark.parametrize("form", ["ascii", "binary_little_endian"])
def test_colours_of_faces_are_shown_and_do_not_run_into_one_another(tmp_path: Path, form: str):
    made, poster = shown(ply_faces(form), "a.ply", tmp_path)
    assert (made.facts["faces"], made.facts["coloured"]) == (6, True)
    seen = drawn(poster)
    green = (seen[:, 1] > 100) & (seen[:, [0, 2]].max(axis=1) < 40)
    blue = (seen[:, 2] > 60) & (seen[:, :2].max(axis=1) < 40)
    assert green.mean() > 0.3
    assert blue.mean() > 0.1
    red = (seen[:, 0] > 60) & (seen[:, 1:].max(axis=1) < 40)
    assert red.mean() + green.mean() + blue.mean() > 0.98, "nothing in between"


def test_plain_triangles_are_left_byte_by_byte_as_they_are():
    data = trimesh.creation.icosphere(subdivisions=1).export(file_type="ply")
    assert with_faces(data) == data


COLLADA = """<?xml version="1.0"?><COLLADA xmlns="http://www.collada.org/2005/11/COLLADASchema" version="1.4.1">
<asset><unit name="centimeter" meter="0.01"/><up_axis>{up}</up_axis></asset><library_geometries><geometry id="g"><mesh>
<source id="p"><float_array id="a" count="24">{points}</float_array><technique_common><accessor source="#a" count="8"
stride="3"><param name="X" type="float"/><param name="Y" type="float"/><param name="Z" type="float"/></accessor>
</technique_common></source><vertices id="v"><input semantic="POSITION" source="#p"/></vertices>{faces}</mesh>
</geometry></library_geometries><library_visual_scenes>
<visual_scene id="s"><node id="n"><instance_geometry url="#g"/></node>
</visual_scene></library_visual_scenes><scene><instance_visual_scene url="#s"/></scene></COLLADA>"""
INPUT = '<input semantic="VERTEX" source="#v" offset="0"/>'
PRIMITIVES = {
    "triangles": f'<triangles count="4">{INPUT}<p>0 1 2 0 2 3 4 5 6 4 6 7</p></triangles>',
    "polylist": f'<polylist count="2">{INPUT}<vcount>4 4</vcount><p>0 1 2 3 4 5 6 7</p></polylist>',
    "polygons": f'<polygons count="2">{INPUT}<p>0 1 2 3</p><p>4 5 6 7</p></polygons>',
    "strips": f'<tristrips count="2">{INPUT}<p>0 1 3 2</p><p>4 5 7 6</p></tristrips>',
    "fans": f'<trifans count="2">{INPUT}<p>0 1 2 3</p><p>4 5 6 7</p></trifans>',
}


def collada(faces: str, up: str = "Y_UP", points: str = CUBE) -> bytes:
    return COLLADA.format(up=up, points=points.replace("\n", " "), faces=faces).encode()


@pytest.mark.parametrize("kind", PRIMITIVES)
def test_collada_in_any_kind_of_faces_is_shown(tmp_path: Path, kind: str):
    made, poster = shown(collada(PRIMITIVES[kind]), "a.dae", tmp_path)
    assert (made.facts["faces"], made.facts["unit"]) == (4, "cm")
    assert len(drawn(poster)) > 1000


@pytest.mark.parametrize(("up", "height"), [("X_UP", 1.0), ("Y_UP", 2.0), ("Z_UP", 3.0)])
def test_collada_stands_on_the_axis_it_names(tmp_path: Path, up: str, height: float):
    points = "".join(
        "{} {} {}\n".format(*(float(number) * side for number, side in zip(line.split(), (1, 2, 3), strict=True)))
        for line in CUBE.splitlines()
    )
    made, _ = shown(collada(PRIMITIVES["triangles"], up, points), "a.dae", tmp_path)
    assert made.facts["up"] == f"+{up[0].lower()}"
    assert standing_height(tmp_path / "out" / "web.glb", made) == pytest.approx(height, rel=0.02)


def standing_height(web: Path, made: Converted) -> float:
    """How high the light model stands, by its own accessor and the node above it."""
    document, _ = read_glb(web.read_bytes())
    (number,) = {part["attributes"]["POSITION"] for mesh in document["meshes"] for part in mesh["primitives"]}
    accessor = document["accessors"][number]
    corners = np.array([accessor["min"], accessor["max"]], dtype=float)
    if accessor.get("normalized"):
        corners /= {5122: 32767, 5123: 65535, 5120: 127, 5121: 255}[accessor["componentType"]]
    matrix = np.eye(4)
    node = next(number for number, one in enumerate(document["nodes"]) if "mesh" in one)
    while node is not None:
        matrix = placed(document["nodes"][node]) @ matrix
        node = next((at for at, one in enumerate(document["nodes"]) if node in one.get("children", [])), None)
    box = np.array([[x, y, z, 1] for x in corners[:, 0] for y in corners[:, 1] for z in corners[:, 2]])
    return float(np.ptp((box @ matrix.T)[:, 1]))


def placed(node: dict[str, Any]) -> Any:
    if "matrix" in node:
        return np.array(node["matrix"], dtype=float).reshape(4, 4).T
    x, y, z, w = node.get("rotation", (0, 0, 0, 1))
    matrix = trimesh.transformations.quaternion_matrix([w, x, y, z])
    matrix[:3, :3] *= np.array(node.get("scale", (1, 1, 1)), dtype=float)
    matrix[:3, 3] = node.get("translation", (0, 0, 0))
    return matrix


@pytest.mark.parametrize(("up", "height"), [("", 42), ("+y", 42), ("-y", 42), ("+x", 84), ("-x", 84), ("+z", 126)])
def test_a_model_on_its_back_is_stood_up_on_the_axis_chosen(tmp_path: Path, up: str, height: float):
    made, _ = shown(glb(), "a.glb", tmp_path, up)
    assert made.facts["extents"] == pytest.approx([84 / 127, 42 / 127, 126 / 127], abs=1e-5), "measured as it lies"
    assert standing_height(tmp_path / "out" / "web.glb", made) == pytest.approx(height / 127, rel=0.03)


NAMESPACES = (
    'xmlns="http://schemas.microsoft.com/3dmanufacturing/core/2015/02" '
    'xmlns:p="http://schemas.microsoft.com/3dmanufacturing/production/2015/06"'
)
MESH = (
    "<mesh><vertices>"
    + "".join('<vertex x="{}" y="{}" z="{}"/>'.format(*line.split()) for line in CUBE.splitlines())
    + '</vertices><triangles><triangle v1="0" v2="1" v3="2"/><triangle v1="0" v2="2" v3="3"/></triangles></mesh>'
)


def threemf(**files: str) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name, inner in files.items():
            path = "3D/3dmodel.model" if name == "root" else f"3D/Objects/{name}.model"
            archive.writestr(path, f'<?xml version="1.0"?><model unit="millimeter" {NAMESPACES}>{inner}</model>')
    return written.getvalue()


def component(path: str, moved: float) -> str:
    return f'<component p:path="/3D/Objects/{path}.model" objectid="1" transform="1 0 0 0 1 0 0 0 1 {moved} 0 0"/>'


def test_a_3mf_of_the_production_extension_keeps_its_parts_apart(tmp_path: Path):
    """Slicers write each part to a file of its own, all of them number 1, and use the same one twice."""
    parts = component("a", 0) + component("b", 4) + component("a", 8)
    root = f'<resources><object id="8"><components>{parts}</components></object></resources>'
    root += '<build><item objectid="8"/><item objectid="1" p:path="/3D/Objects/b.model"/></build>'
    inner = f'<resources><object id="1">{MESH}</object><object id="2">{MESH}</object></resources>'
    made, _ = shown(threemf(root=root, a=inner, b=inner), "a.3mf", tmp_path)
    assert made.facts["faces"] == 2 * 4
    assert made.facts["extents"][0] == pytest.approx(9)
    assert made.facts["unit"] == "mm"
