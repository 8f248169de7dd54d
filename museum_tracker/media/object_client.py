"""Speaking with an object store: its address, its connection, and its errors in the museum's words."""

from __future__ import annotations

import contextlib
import errno
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO, cast
from urllib.parse import parse_qs, urlsplit

from museum_tracker.core.errors import Refusal
from museum_tracker.core.i18n import N_, Message
from museum_tracker.media.staging import CHUNK, StorageTrouble

BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
PREFIX = re.compile(r"(?:[A-Za-z0-9_.-]+/)*")
WORDS = {"endpoint", "region", "downloads"}
FORM = "s3://bucket/folder?endpoint=https://…&region=…"


class StorageMisconfigured(Refusal):
    """The setting cannot be understood."""

    msgid = N_("MUSEUM_STORAGE_URL is not understood (%(part)s). It looks like this: %(form)s")
    status = 503


class StorageAway(StorageTrouble):
    """The object store does not answer, or not to this museum."""

    msgid = N_("The object storage %(place)s cannot be used now: %(reason)s. Nothing was stored.")


@dataclass(frozen=True)
class Place:
    """Where an object store is and which part of it is the museum's."""

    bucket: str
    prefix: str = ""
    endpoint: str | None = None
    region: str = "us-east-1"
    redirect: bool = False

    def __str__(self) -> str:
        return f"s3://{self.bucket}/{self.prefix}".rstrip("/")


def read_place(url: str) -> Place:
    """Read `s3://bucket/folder?endpoint=…&region=…&downloads=redirect`.

    Raises:
        StorageMisconfigured: names the part that is not understood.
    """
    try:
        split = urlsplit(url)
        told = {key: values[-1] for key, values in parse_qs(split.query, keep_blank_values=True).items()}
    except ValueError:
        raise StorageMisconfigured(part=url, form=FORM) from None
    prefix = split.path.strip("/") + "/" if split.path.strip("/") else ""
    endpoint, downloads = told.get("endpoint") or None, told.get("downloads", "")
    wrong = (
        (split.scheme != "s3", split.scheme or url),
        (not BUCKET.fullmatch(split.netloc), split.netloc or url),
        (not PREFIX.fullmatch(prefix) or ".." in prefix, prefix),
        (bool(told.keys() - WORDS), ", ".join(sorted(told.keys() - WORDS))),
        (endpoint is not None and not re.match(r"https?://[^/]", endpoint), endpoint),
        (downloads not in {"", "redirect"}, downloads),
    )
    for is_wrong, part in wrong:
        if is_wrong:
            raise StorageMisconfigured(part=part, form=FORM)
    region = told.get("region") or "us-east-1"
    return Place(split.netloc, prefix, endpoint, region, redirect=downloads == "redirect")


def connect(place: Place) -> Any:
    """A client for the store; credentials come from the environment, as boto3 finds them.

    Raises:
        StorageAway: boto3 is not installed.
    """
    try:
        import boto3
        from botocore.config import Config
    except ImportError:
        reason = Message(N_("the extra “s3” is not installed (pip install 'museum-tracker[s3]')"))
        raise StorageAway(place=str(place), reason=reason) from None
    chosen = Config(
        signature_version="s3v4",
        s3={"addressing_style": "path"},
        request_checksum_calculation="when_required",  # stores other than Amazon's refuse the newer trailers
        response_checksum_validation="when_required",
        retries={"mode": "standard", "total_max_attempts": 4},
        connect_timeout=5,
        read_timeout=60,
        max_pool_connections=32,
    )
    session = boto3.session.Session()  # boto3's common session must not be shared by threads
    try:
        return session.client("s3", endpoint_url=place.endpoint, region_name=place.region, config=chosen)
    except ValueError as error:
        raise StorageAway(place=str(place), reason=str(error)) from None


@contextlib.contextmanager
def asked(place: Place, *, missing: str = "") -> Iterator[None]:
    """Turn what boto3 says into the museum's words; `missing` is what "not found" means where no file was asked for.

    Raises:
        FileNotFoundError: there is no such file.
        StorageAway: anything else.
    """
    from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError

    try:
        yield
    except ClientError as error:
        if status_of(error) == 404 and not missing and error.response["Error"]["Code"] != "NoSuchBucket":
            raise FileNotFoundError(errno.ENOENT, "not in the object storage") from error
        reason = Message(missing) if missing and status_of(error) == 404 else error.response["Error"]["Code"]
        raise StorageAway(place=str(place), reason=_worded(reason, status_of(error))) from error
    except NoCredentialsError:
        reason = Message(N_("AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set"))
        raise StorageAway(place=str(place), reason=reason) from None
    except BotoCoreError as error:
        raise StorageAway(place=str(place), reason=str(error)[:300]) from error


def _worded(reason: object, status: int) -> object:
    return Message(N_("its keys are refused")) if status in {401, 403} else reason


def status_of(error: Any) -> int:
    """The HTTP status of a client error."""
    return int(error.response["ResponseMetadata"]["HTTPStatusCode"])


def is_taken(error: Any) -> bool:
    """Whether a create-only writing found that somebody else's came first."""
    return status_of(error) in {409, 412}


class RemoteFile(io.RawIOBase):
    """A kept file read as it comes; asking for another place in it opens it there anew."""

    def __init__(self, client: Any, named: dict[str, str], place: Place) -> None:
        self._client, self._named, self._place = client, named, place
        first = client.get_object(**named)  # one question answers both what and how long
        self.size = int(first["ContentLength"])
        self._body: Any = first["Body"]
        self._at = 0

    @classmethod
    def opened(cls, client: Any, named: dict[str, str], place: Place) -> BinaryIO:
        """The file, read in pieces of moderate size."""
        return cast("BinaryIO", io.BufferedReader(cls(client, named, place), CHUNK))

    def readable(self) -> bool:
        """Yes."""
        return True

    def seekable(self) -> bool:
        """Yes."""
        return True

    def tell(self) -> int:
        """How far it has been read."""
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to another place; nothing is asked until it is read there."""
        wanted = offset + {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self.size}[whence]
        if wanted != self._at:
            self._drop()
            self._at = wanted
        return self._at

    def readinto(self, buffer: Any) -> int:
        """Read on."""
        if self._at >= self.size:
            return 0
        with asked(self._place):
            if self._body is None:
                self._body = self._client.get_object(**self._named, Range=f"bytes={self._at}-")["Body"]
            piece = self._body.read(len(buffer))
        buffer[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)

    def close(self) -> None:
        """End the connection, read to the end or not."""
        self._drop()
        super().close()

    def _drop(self) -> None:
        if self._body is not None:
            self._body.close()
            self._body = None
