"""What addresses and forms carry."""

from __future__ import annotations

import io

import pytest
from werkzeug.test import EnvironBuilder

from museum_tracker.web.arguments import BoundedRequest

SENT = {
    "a\0b.csv": "ab.csv",
    "C:/Users/Lan/kế hoạch.toml": "kế hoạch.toml",
    "../../etc/passwd": "passwd",
    "Tro\u0302\u0301ng.tif": "Trống.tif",
    "\u202egpj.exe": "gpj.exe",
}


@pytest.mark.parametrize("name", SENT)
def test_every_page_gets_clean_names_of_files(name):
    builder = EnvironBuilder(method="POST", data={"file": (io.BytesIO(b"x"), name), "other": (io.BytesIO(b""), "")})
    request = BoundedRequest(builder.get_environ())
    builder.close()
    with request:
        assert request.form.get("other", "") == ""
        assert request.files["file"].filename == SENT[name]
        assert request.files["file"].read() == b"x"
