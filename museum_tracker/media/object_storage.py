"""Files kept in an object store that speaks S3: received here first, put there, read back before they are believed."""

from __future__ import annotations

import contextlib
import datetime as dt
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, cast
from urllib.parse import quote

from museum_tracker.core import clock
from museum_tracker.core.i18n import N_
from museum_tracker.media.copies import Copies
from museum_tracker.media.object_client import Place, RemoteFile, StorageAway, asked, connect, is_taken
from museum_tracker.media.staging import CHUNK, hash_file, hash_stream
from museum_tracker.media.storage import MARKER, MARKER_TEXT, Adopted, Storage, StorageMissing, parts_of

PART = 8 * CHUNK
ADDRESS_SECONDS = 60
FRESH = dt.timedelta(hours=1)


class BucketUnmarked(StorageMissing):
    """The bucket is not the one the records know."""

    msgid = N_(
        "The object storage %(place)s does not bear the museum's mark. Nothing was stored. Files that lie in uploads/ "
        "are brought there by: museum-tracker media copy-to-store"
    )


class NotKeptWhole(StorageAway):
    """What the store holds is not what was sent."""

    msgid = N_("The object storage %(place)s did not keep the file as it was sent. Nothing was stored; send it again.")


class ObjectStorage(Storage):
    """Files in a bucket, with a folder of this computer for what comes in and for copies of what is looked at."""

    remote = True

    def __init__(self, place: Place, root: Path, *, min_free: int = 0, most_copies: int) -> None:
        super().__init__(root, min_free=min_free)
        self.place = place
        self.copies = Copies(root / "copies", most_copies)
        self._client: Any = None
        self._connecting = threading.Lock()
        self._marked = False

    @property
    def name(self) -> str:
        """The bucket's address."""
        return str(self.place)

    @property
    def client(self) -> Any:
        """The connection; made at the first use, since the library that speaks S3 costs a second to load."""
        with self._connecting:
            if self._client is None:
                self._client = connect(self.place)
        return self._client

    def create(self) -> None:
        """Mark the bucket as the museum's."""
        self.staging.mkdir(parents=True, exist_ok=True)
        with self._asked():
            self.client.put_object(**self._named(MARKER), Body=MARKER_TEXT.encode())

    def is_marked(self) -> bool:
        """Whether the bucket bears the museum's mark.

        Raises:
            StorageAway: it does not answer, or not to this museum.
        """
        self.root.mkdir(parents=True, exist_ok=True)
        self._marked = self._head(MARKER) is not None
        if not self._marked:
            with self._asked(missing=N_("there is no such bucket")):
                self.client.head_bucket(Bucket=self.place.bucket)
        return self._marked

    def check(self) -> None:
        """Refuse a bucket without the mark; one that was seen with it is not asked each time."""
        if not self._marked and not self.is_marked():
            raise BucketUnmarked(place=self.name)

    def send(self, staged: Path, key: str) -> None:
        """Put a staged file and read it back; one already there is read back first.

        Raises:
            StorageAway: nothing is believed to be kept.
        """
        self._send(staged, key)

    def _send(self, staged: Path, key: str) -> Adopted:
        told, done = hash_file(staged), Adopted.NEW
        if self._head(key) is not None:
            if self.digest(key) == told:
                return Adopted.THERE
            self.discard(key)
            done = Adopted.HEALED
        self._upload(staged, key, told[0], only_new=True)
        if self.digest(key) != told:
            self.discard(key)
            raise NotKeptWhole(place=self.name)
        return done

    def adopt(self, staged: Path, key: str) -> Adopted:
        """Have a staged file kept under its key, then drop it here."""
        self.check()
        done = self._send(staged, key)
        head = self._head(key) or {}
        if clock.now() - head.get("LastModified", clock.now()) > FRESH:
            self._renew(key, head["Metadata"])
        staged.unlink(missing_ok=True)
        return done

    def put(self, key: str, source: Path) -> None:
        """Keep a derived file, in place of an earlier one."""
        self.check()
        self._upload(source, key, hash_file(source)[0], only_new=False)
        self.copies.forget(parts_of(key))

    def open(self, key: str) -> BinaryIO:
        """Read a kept file as it comes from the store; the caller closes it."""
        with self._asked():
            return RemoteFile.opened(self.client, self._named(key), self.place)

    def local_path(self, key: str) -> Path:
        """A copy on this computer, fetched at its first use."""
        return self.copies.path(parts_of(key), lambda: self._fetch(key))

    @contextlib.contextmanager
    def lent(self, key: str) -> Iterator[Path]:
        """A copy of its own for long work, which nobody clears away meanwhile."""
        path = self._fetch(key)
        try:
            yield path
        finally:
            path.unlink(missing_ok=True)

    def digest(self, key: str) -> tuple[str, int]:
        """SHA-256 and size of what the store gives back."""
        with self.open(key) as file:
            return hash_stream(file)

    def address(self, key: str, *, name: str, mime: str) -> str | None:
        """A signed address for a minute, where browsers can reach the store; it always downloads, never shows."""
        if not self.place.redirect:
            return None
        said = {
            "ResponseContentDisposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}",
            "ResponseContentType": mime,
            "ResponseCacheControl": "private, no-store",
        }
        wanted = {**self._named(key), **said}
        address: str = self.client.generate_presigned_url("get_object", Params=wanted, ExpiresIn=ADDRESS_SECONDS)
        return address

    def size(self, key: str) -> int | None:
        """Size of a kept file in bytes; None when it is missing."""
        head = self._head(key)
        return None if head is None else int(head["ContentLength"])

    def move(self, key: str, target: str) -> None:
        """Have the store copy a file to another key, in parts if it is large, then drop the first."""
        source, there = self._named(key), self._named(target)
        with self._asked():
            self.client.copy(source, there["Bucket"], there["Key"])
            self.client.delete_object(**source)
        for moved in (key, target):
            self.copies.forget(parts_of(moved))

    def delete(self, key: str) -> None:
        """Delete a file for good; a missing one is no error."""
        with self._asked():
            self.client.delete_object(**self._named(key))
        self.copies.forget(parts_of(key))

    def list_kept(self, prefix: str) -> Iterator[tuple[str, dt.datetime]]:
        """Keys of every file below a folder and when it was put in place, by key."""
        pages = self.client.get_paginator("list_objects_v2")
        begin = self.place.prefix
        with self._asked():
            for page in pages.paginate(Bucket=self.place.bucket, Prefix=f"{begin}{prefix.rstrip('/')}/"):
                for one in page.get("Contents", ()):
                    yield one["Key"].removeprefix(begin), one["LastModified"]

    def _asked(self, *, missing: str = "") -> contextlib.AbstractContextManager[None]:
        return asked(self.place, missing=missing)

    def _named(self, key: str) -> dict[str, str]:
        return {"Bucket": self.place.bucket, "Key": self.place.prefix + "/".join(parts_of(key))}

    def _head(self, key: str) -> dict[str, Any] | None:
        try:
            with self._asked():
                return cast("dict[str, Any]", self.client.head_object(**self._named(key)))
        except FileNotFoundError:
            return None

    def _renew(self, key: str, kept: dict[str, str]) -> None:
        """Have the store date a file anew: sweeping spares it for another day."""
        named = self._named(key)
        with self._asked():
            self.client.copy_object(**named, CopySource=dict(named), MetadataDirective="REPLACE", Metadata=kept)

    def _fetch(self, key: str) -> Path:
        self.check()
        target = self.new_staged_path()
        try:
            with self.open(key) as source, target.open("xb") as file:
                while chunk := source.read(CHUNK):
                    file.write(chunk)
        except BaseException:
            target.unlink(missing_ok=True)
            raise
        return target

    def _upload(self, source: Path, key: str, sha256: str, *, only_new: bool) -> None:
        """Put a file, whole or not at all; `only_new` leaves one that came first from elsewhere as it is."""
        named, new = self._named(key), {"IfNoneMatch": "*"} if only_new else {}
        kept = {"Metadata": {"sha256": sha256}}
        with self._asked(), source.open("rb") as file:
            try:
                first = file.read(PART)
                if len(first) < PART:
                    self.client.put_object(**named, **kept, **new, Body=first)
                else:
                    self._upload_parts(file, first, named, kept, new)
            except self.client.exceptions.ClientError as error:
                if not (only_new and is_taken(error)):
                    raise

    def _upload_parts(
        self, file: BinaryIO, part: bytes, named: dict[str, str], kept: dict[str, Any], new: dict[str, str]
    ) -> None:
        upload = {**named, "UploadId": self.client.create_multipart_upload(**named, **kept)["UploadId"]}
        parts: list[dict[str, object]] = []
        try:
            while part:
                sent = self.client.upload_part(**upload, PartNumber=len(parts) + 1, Body=part)
                parts.append({"PartNumber": len(parts) + 1, "ETag": sent["ETag"]})
                part = file.read(PART)
            self.client.complete_multipart_upload(**upload, **new, MultipartUpload={"Parts": parts})
        except BaseException:
            with contextlib.suppress(Exception):  # the store clears it away by its own rules; the first error counts
                self.client.abort_multipart_upload(**upload)
            raise
