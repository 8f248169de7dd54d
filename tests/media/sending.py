"""Sending a file piece by piece, as the browser does."""

from __future__ import annotations

import base64

from flask.testing import FlaskClient

TUS = {"Tus-Resumable": "1.0.0"}
OCTETS = "application/offset+octet-stream"


def metadata(**words: str) -> str:
    return ",".join(f"{key} {base64.b64encode(text.encode()).decode()}" for key, text in words.items())


def begin(browser: FlaskClient, vase: int, length: int, **words: str) -> str:
    told = metadata(filename="ảnh mặt trước.jpg", artifact=str(vase), **words)
    answer = browser.post("/tai-len/tus", headers={**TUS, "Upload-Length": str(length), "Upload-Metadata": told})
    assert answer.status_code == 201, answer.text
    return answer.headers["Location"]


def send(browser: FlaskClient, url: str, data: bytes, offset: int):
    return browser.patch(url, data=data, headers={**TUS, "Upload-Offset": str(offset)}, content_type=OCTETS)
