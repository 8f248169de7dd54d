"""Pictures and models through the child process: measured, upright, in true colours, or refused with a reason."""

from __future__ import annotations

import hashlib
import io
import struct
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageFilter

from museum_tracker.core.errors import Refusal
from museum_tracker.demo.models3d import model
from museum_tracker.media.child import convert
from museum_tracker.media.kinds.base import Converted, Limits, TooSlow, Unusable
from museum_tracker.media.kinds.model3d.glb import read_glb, write_glb
from museum_tracker.media.sniff import recognise

LIMITS = Limits(seconds=120)


def converted(path: Path, out: Path, limits: Limits = LIMITS) -> Converted:
    out.mkdir(exist_ok=True)
    before = hashlib.sha256(path.read_bytes()).hexdigest()
    try:
        return convert(path, recognise(path, name=path.name), out, limits)
    finally:
        assert hashlib.sha256(path.read_bytes()).hexdigest() == before, "the original was altered"


def pixels(path: Path) -> Any:
    with Image.open(path) as picture:
        return np.asarray(picture.convert("RGB")).astype(int)


PICTURES = {
    "china_temple.jpg": {"width": 640, "height": 427, "profile": "sRGB IEC61966-2.1"},
    "caillebotte_paris_street.tif": {"width": 4993, "pages": 1, "profile": "Adobe RGB (1998)"},
    "16bit.cropped.tif": {"depth": 16, "mode": "I;16"},
    "tiff_16bit_RGB.tiff": {"depth": 16, "width": 100},
    "hopper_16bit.pgm": {"depth": 16},
    "lab.tif": {"mode": "LAB"},
    "multipage.tiff": {"pages": 3},
    "pil_sample_cmyk.jpg": {"mode": "CMYK"},
    "sugarshack.mpo": {"format": "MPO", "frames": 2},
    "iss634.webp": {"frames": 42, "transparent": True},
    "transparent.gif": {"mode": "P", "transparent": True},
    "icc_profile.png": {"mode": "RGBA"},
    "hopper.avif": {"width": 128},
    "hopper.webp": {"width": 128},
    "hopper.psd": {"width": 128},
    "test-card-lossless.jp2": {"width": 640, "depth": 8},
    "IMG_5195.HEIC": {"width": 2566, "height": 3313, "profile": "Display P3"},
    "orientation/Landscape_6.jpg": {"width": 1800, "height": 1200, "orientation": 6},
    "orientation/Portrait_5.jpg": {"width": 1200, "height": 1800, "orientation": 5},
}


@pytest.mark.parametrize(("name", "facts"), PICTURES.items())
def test_a_picture_is_measured_and_gets_its_copies(copy_sample, tmp_path: Path, name: str, facts: dict[str, Any]):
    found = converted(copy_sample(f"samples/images/{name}"), tmp_path / "out")
    assert {key: found.facts[key] for key in facts} == facts
    assert {one.role for one in found.made} == {"pyramid", "web", "card", "thumb"}
    pages = found.facts["pages"]
    assert len(found.made) == 4 * pages
    web = next(one for one in found.made if one.role == "web")
    ratio = found.facts["width"] / found.facts["height"]
    assert web.width / web.height == pytest.approx(ratio, rel=0.02)


@pytest.mark.parametrize("number", [3, 6, 8])
def test_every_orientation_comes_out_upright(copy_sample, tmp_path: Path, number: int):
    converted(copy_sample(f"samples/images/orientation/Landscape_{number}.jpg"), tmp_path / "out")
    picture = pixels(tmp_path / "out" / "1-card.jpg")
    sky, ground = picture[5:60].mean(), picture[-60:-5].mean()
    assert sky > ground + 20


def test_the_inks_of_print_become_the_colours_of_the_screen(tmp_path: Path):
    cmyk = Image.new("CMYK", (300, 300), (0, 255, 255, 0))
    path = tmp_path / "do.tif"
    cmyk.save(path)
    converted(path, tmp_path / "out")
    red, green, blue = pixels(tmp_path / "out" / "1-card.jpg")[100, 100]
    assert red > 180
    assert max(green, blue) < 90


def test_transparency_stands_on_white(copy_sample, tmp_path: Path):
    converted(copy_sample("samples/images/transparent.gif"), tmp_path / "out")
    assert pixels(tmp_path / "out" / "1-card.jpg")[2, 2].min() > 245


def test_where_a_photograph_was_taken_stays_private_and_leaves_no_copy(copy_sample, tmp_path: Path):
    path = copy_sample("samples/images/IMG_5195.HEIC")
    found = converted(path, tmp_path / "out")
    assert found.facts["private"]["gps"] == [39.051344, -94.288772]
    for made in found.made:
        if made.role != "pyramid":
            with Image.open(tmp_path / "out" / made.file) as copy:
                assert not copy.getexif()


def test_focus_tells_a_sharp_picture_from_a_blurred_one(tmp_path: Path):
    rng = np.random.default_rng(3)
    sharp = Image.fromarray(rng.integers(0, 255, (400, 400), dtype=np.uint8).repeat(2, 0).repeat(2, 1))
    sharp.save(tmp_path / "net.png")
    sharp.filter(ImageFilter.GaussianBlur(6)).save(tmp_path / "mo.png")
    clear = converted(tmp_path / "net.png", tmp_path / "a").facts
    blurred = converted(tmp_path / "mo.png", tmp_path / "b").facts
    assert clear["focus"] > 50 * blurred["focus"]


BROKEN = {
    "badwidth.bmp": "megapixels",
    "broken.png": "damaged",
    "broken_data_stream.png": "cut short",
    "crash-2020-10-test.tif": "damaged",
    "decompression_bomb.gif": "megapixels",
    "decompression_bomb.ico": "is not a picture",
    "png_decompression_dos.png": "damaged",
    "tiff_overflow_rows_per_strip.tif": "damaged",
    "truncated_jpeg.jpg": "cut short",
}


@pytest.mark.parametrize(("name", "reason"), BROKEN.items())
def test_a_broken_file_is_refused_with_a_clear_reason(copy_sample, tmp_path: Path, name: str, reason: str):
    with pytest.raises(Refusal) as caught:
        converted(copy_sample(f"samples/broken/{name}"), tmp_path / "out")
    assert reason in str(caught.value.message)


@pytest.mark.parametrize("name", ["image01551.jpg", "image01713.jpg"])
def test_files_in_which_other_readers_loop_are_read_to_their_end(copy_sample, tmp_path: Path, name: str):
    """Their pictures are whole: only the reading of what surrounds them went astray elsewhere."""
    assert converted(copy_sample(f"samples/broken/{name}"), tmp_path / "out").facts["pixels"] > 3000


def test_a_picture_beyond_the_limit_is_refused_before_it_is_decoded(tmp_path: Path):
    path = tmp_path / "to.png"
    Image.new("1", (4000, 3000)).save(path)
    with pytest.raises(Unusable) as caught:
        converted(path, tmp_path / "out", Limits(megapixels=5, seconds=60))
    assert "12 megapixels" in str(caught.value.message)


def test_a_conversion_that_takes_too_long_is_ended(copy_sample, tmp_path: Path):
    path = copy_sample("samples/images/caillebotte_paris_street.tif")
    (tmp_path / "out").mkdir()
    with pytest.raises(TooSlow):
        convert(path, recognise(path, name="a.tif"), tmp_path / "out", Limits(seconds=0))


MODELS = {
    "venus_de_milo.glb": {"faces": 24058, "unit": "m"},
    "whale_mandible_draco.glb": {"faces": 100_000, "watertight": True},
    "monkey.glb": {"faces": 968},
    "spot.obj": {"faces": 5856, "unit": ""},
    "featuretype.STL": {"faces": 3476, "watertight": True},
    "two_objects_mixed_case_names.stl": {"meshes": 2},
    "fuze.ply": {"faces": 1000, "textures_missing": ["fuze uv.jpg"]},
    "counterXP.3MF": {"unit": "mm", "watertight": True},
    "blue_cube.dae": {"faces": 12},
}


@pytest.mark.parametrize(("name", "facts"), MODELS.items())
def test_a_model_is_measured_and_gets_a_web_copy_and_a_poster(copy_sample, tmp_path: Path, name, facts):
    found = converted(copy_sample(f"samples/models/{name}"), tmp_path / "out")
    assert {key: found.facts[key] for key in facts} == facts
    assert {one.role for one in found.made} == {"web_glb", "poster", "card", "thumb"}
    document, _ = read_glb((tmp_path / "out" / "web.glb").read_bytes())
    assert document["meshes"]
    poster = pixels(tmp_path / "out" / "poster.jpg")
    share = (np.abs(poster - poster[0, 0]).max(axis=2) > 20).mean()
    assert 0.01 < share < 0.9, "nothing, or nothing but the model, is drawn"


def test_colours_that_stand_beside_a_material_are_drawn(tmp_path: Path):
    source = tmp_path / "bronze.glb"
    source.write_bytes(model("drum", "bronze", height_m=0.3, seed=1))
    converted(source, tmp_path / "out")
    poster = pixels(tmp_path / "out" / "poster.jpg").astype(int)
    red, green, _ = poster[poster.shape[0] // 2, poster.shape[1] // 2]
    assert green > red + 10, "patina is green"


def pack(tmp_path: Path, folder: Path, inner: str = "mô hình") -> Path:
    target = tmp_path / "model.zip"
    with zipfile.ZipFile(target, "w") as archive:
        for path in sorted(folder.iterdir()):
            archive.write(path, f"{inner}/{path.name}")
    return target


@pytest.mark.parametrize(("folder", "side"), [("fuze_obj", 1024), ("boxtextured_gltf", 211)])
def test_a_zip_of_a_model_with_its_files_keeps_its_texture(samples: Path, tmp_path: Path, folder: str, side: int):
    found = converted(pack(tmp_path, samples / "samples/models" / folder), tmp_path / "out")
    assert found.facts["textures_found"][0]["width"] == side
    assert found.facts["textures_missing"] == []
    assert read_glb((tmp_path / "out" / "web.glb").read_bytes())[0]["images"]


def test_a_heavy_model_is_made_light_for_the_web(tmp_path: Path):
    steps = 400
    u, v = np.meshgrid(np.linspace(0, 1, steps), np.linspace(0, 1, steps))
    points = np.stack([u, np.sin(u * 9) * np.cos(v * 9) * 0.1, v], -1).reshape(-1, 3).astype("<f4")
    corner = (np.arange(steps - 1)[:, None] * steps + np.arange(steps - 1)).ravel()
    faces = np.concatenate(
        [
            np.stack([corner, corner + steps, corner + 1], 1),
            np.stack([corner + 1, corner + steps, corner + steps + 1], 1),
        ]
    )
    records = np.zeros(len(faces), dtype=[("n", "u1"), ("i", "<i4", 3)])
    records["n"], records["i"] = 3, faces
    head = "\n".join(
        (
            "ply",
            "format binary_little_endian 1.0",
            f"element vertex {len(points)}",
            *(f"property float {axis}" for axis in "xyz"),
            f"element face {len(faces)}",
            "property list uchar int vertex_indices",
            "end_header\n",
        )
    )
    path = tmp_path / "song.ply"
    path.write_bytes(head.encode() + points.tobytes() + records.tobytes())
    found = converted(path, tmp_path / "out")
    assert found.facts["faces"] == len(faces) > 300_000
    assert 100_000 < found.facts["web_faces"] <= 210_000


def bomb() -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.obj", "v 0 0 0\n")
        with archive.open("t.png", "w") as texture:
            for _ in range(40):
                texture.write(bytes(1 << 20))
    return written.getvalue()


def hungry() -> bytes:
    """A GLB of some hundred bytes that asks for gigabytes of vertices."""
    document = {
        "asset": {"version": "2.0"},
        "scene": 0,
        "scenes": [{"nodes": [0]}],
        "nodes": [{"mesh": 0}],
        "meshes": [{"primitives": [{"attributes": {"POSITION": 0}}]}],
        "accessors": [{"componentType": 5126, "count": 400_000_000, "type": "VEC3"}],
        "buffers": [{"byteLength": 0}],
    }
    return write_glb(document, b"")


REFUSED_MODELS = {
    "empty": ("a.glb", None, "no surface"),
    "points": ("a.xyz", b"1 2 3\n4 5 6\n7 8 9\n1 1 1\n", "cloud of"),
    "bomb": ("a.zip", bomb(), "Unpacked"),
    "hungry": ("a.glb", hungry(), "."),
    "cut": ("a.glb", b"glTF" + struct.pack("<II", 2, 5000) + bytes(400), "damaged"),
    "two models": ("a.zip", None, "several models"),
    "parts left at home": ("a.gltf", None, "BoxTextured0.bin"),
}


@pytest.mark.parametrize("case", REFUSED_MODELS)
def test_a_model_that_cannot_be_shown_is_refused_with_a_clear_reason(samples: Path, tmp_path: Path, case: str):
    name, data, reason = REFUSED_MODELS[case]
    path = tmp_path / name
    if case == "two models":
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("a.obj", "v 0 0 0\n")
            archive.writestr("b.obj", "v 0 0 0\n")
    elif data is None:
        source = {"a.glb": "empty_nodes.glb", "a.gltf": "boxtextured_gltf/BoxTextured.gltf"}[name]
        path.write_bytes((samples / "samples/models" / source).read_bytes())
    else:
        path.write_bytes(data)
    with pytest.raises(Unusable) as caught:
        converted(path, tmp_path / "out", Limits(seconds=60, unpacked_mb=20, memory_mb=2048))
    assert reason in str(caught.value.message)
