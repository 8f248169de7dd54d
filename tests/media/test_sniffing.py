"""Files are recognised by their bytes: every format by itself, and by no other's look-alike."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path

import pytest

from museum_tracker.media.kinds.base import Limits
from museum_tracker.media.kinds.model3d.bundle import ArchiveDamaged, read_bundle
from museum_tracker.media.sniff import identify, name_disagrees

SAMPLES = {
    "images/china_temple.jpg": "jpeg",
    "images/sugarshack.mpo": "jpeg",
    "images/coins_pompeii.png": "png",
    "images/caillebotte_paris_street.tif": "tiff",
    "images/hopper.webp": "webp",
    "images/hopper.avif": "avif",
    "images/IMG_5195.HEIC": "heic",
    "images/test-card-lossless.jp2": "jp2",
    "images/transparent.gif": "gif",
    "images/hopper.psd": "psd",
    "images/hopper_16bit.pgm": "pnm",
    "models/monkey.glb": "glb",
    "models/boxtextured_gltf/BoxTextured.gltf": "gltf",
    "models/fuze_obj/fuze.obj": "obj",
    "models/spot.obj": "obj",
    "models/fuze.ply": "ply",
    "models/fuze_ascii.ply": "ply",
    "models/featuretype.STL": "stl",
    "models/two_objects_mixed_case_names.stl": "stl",
    "models/counterXP.3MF": "threemf",
    "models/blue_cube.dae": "dae",
    "models/points_cloudcompare.xyz": "xyz",
}


@pytest.mark.parametrize(("name", "format_"), SAMPLES.items())
def test_each_format_is_known_by_its_bytes_whatever_its_name(copy_sample, name: str, format_: str):
    path = copy_sample(f"samples/{name}")
    path = path.rename(path.with_name("file.bin"))
    found = identify(path)
    assert found is not None
    assert found.name == format_


def zipped(**files: bytes) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name, data in files.items():
            archive.writestr(name.replace("_", "."), data)
    return written.getvalue()


NOT_OURS = {
    "a program": b"MZ\x90\0" + bytes(200),
    "a script": b"#!/bin/sh\nrm -rf /\n",
    "a web page": b"<!doctype html><html><script>alert(1)</script></html>",
    "a drawing that runs scripts": b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>',
    "an icon": b"\0\0\1\0\1\0",
    "a letter": "Kính gửi Bảo tàng,\nvề việc gửi ảnh\n".encode(),
    "a table": b"so;ten\n1;binh\n2;bat\n",
    "a sum sheet of words": b"v is a letter\nv too\n",
    "JSON that is no model": b'{"name": "x", "version": 2}',
    "XML that is no model": b'<?xml version="1.0"?><note/>',
    "an archive without a model": zipped(a_docx=b"x", b_xml=b"<x/>"),
    "a broken archive": b"PK\3\4" + bytes(40),
    "half a GLB signature": b"glT",
    "a GLB of a future version": b"glTF" + struct.pack("<II", 9, 20),
    "a word that begins like a PLY": b"ply\nis a word\n",
    "a story that begins solid": b"solid ground is what they stood on\n",
    "a RIFF that is sound": b"RIFF\x24\0\0\0WAVEfmt " + bytes(40),
    "a film": b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom",
    "BM and nothing": b"BM" + bytes(40),
    "P5 without numbers": b"P5 hello world",
    "an STL of the wrong length": bytes(80) + struct.pack("<I", 3) + bytes(50),
    "nothing": b"",
}


@pytest.mark.parametrize("data", NOT_OURS.values(), ids=NOT_OURS.keys())
def test_look_alikes_are_not_taken_for_pictures_or_models(tmp_path: Path, data: bytes):
    path = tmp_path / "anh.jpg"
    path.write_bytes(data)
    assert identify(path) is None


def test_an_archive_with_a_model_is_one(tmp_path: Path):
    path = tmp_path / "x"
    path.write_bytes(zipped(a_obj=b"v 0 0 0\n", a_mtl=b"newmtl x\n"))
    found = identify(path)
    assert found is not None
    assert found.name == "modelzip"


@pytest.mark.parametrize(
    ("name", "disagrees"), [("a.JPG", False), ("a.jpeg", False), ("a", False), ("a.png", True), ("a.mpo", False)]
)
def test_a_name_that_promises_another_format_is_noticed(samples: Path, name: str, disagrees):
    found = identify(samples / "samples/images/china_temple.jpg")
    assert found is not None
    assert name_disagrees(name, found) is disagrees


def test_a_scrambled_archive_is_called_damaged(tmp_path: Path):
    written, path = io.BytesIO(), tmp_path / "x.zip"
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.obj", b"v 0 0 0\n" * 5000)
    packed = bytearray(written.getvalue())
    packed[45:75] = bytes(octet ^ 255 for octet in packed[45:75])
    path.write_bytes(packed)
    found = identify(path)
    assert found is not None
    with pytest.raises(ArchiveDamaged):
        read_bundle(path, found, Limits())
