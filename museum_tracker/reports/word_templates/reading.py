"""Reading a Word template before anything opens it: its files, its paragraphs, nothing it brings along."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator

from lxml import etree

from museum_tracker.core.i18n import N_, Message
from museum_tracker.reports.rules.word_fields import Place, Wrong

MOST_OCTETS = 20 * 1024 * 1024
MOST_FILES = 500
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DOCUMENT = "word/document.xml"
TEXT_PARTS = ("word/header", "word/footer")
ACTIVE = ("vbaproject", "activex", "embeddings/", "attachedtemplate", "afchunk", ".bin", ".exe", ".js")
LINKS = ("hyperlink",)
# What unpacking says of a file whose inside is cut, scrambled, locked or packed in a way that nobody unpacks.
DAMAGED = (zipfile.BadZipFile, zlib.error, KeyError, EOFError, OSError, RuntimeError, UnicodeError)


def paragraphs_of(content: bytes) -> list[Place]:
    """Every paragraph of a template with its words, the text first, then headers and footers.

    Raises:
        Wrong: it is no Word document, is too large, or brings along something active or from elsewhere.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _look_through(archive)
            parts = sorted(name for name in archive.namelist() if name.startswith(TEXT_PARTS) and name.endswith(".xml"))
            return [place for name in (DOCUMENT, *parts) for place in _paragraphs(archive, name)]
    except DAMAGED:
        raise Wrong(Message(N_("it is no Word document (.docx)."))) from None
    except etree.XMLSyntaxError:
        raise Wrong(Message(N_("its inside is damaged; save it anew in Word as .docx."))) from None


def _look_through(archive: zipfile.ZipFile) -> None:
    files = archive.infolist()
    if len(files) > MOST_FILES or sum(file.file_size for file in files) > MOST_OCTETS:
        raise Wrong(Message(N_("it is too large when unpacked.")))
    if DOCUMENT not in archive.namelist():
        raise Wrong(Message(N_("it is no Word document (.docx).")))
    for file in files:
        name = file.filename.casefold()
        if any(word in name for word in ACTIVE):
            raise Wrong(Message(N_("it holds a macro or an embedded file (%(name)s)."), {"name": file.filename}))
        if name.endswith(".rels"):
            _no_strangers(archive.read(file))


def _no_strangers(content: bytes) -> None:
    """Nothing may be fetched from elsewhere when somebody opens the report; ordinary links may stay."""
    for link in _parse(content).iter(etree.Element):
        kind = link.get("Type", "").rsplit("/", 1)[-1].casefold()
        if link.get("TargetMode") == "External" and kind not in LINKS:
            raise Wrong(
                Message(N_("it fetches something from elsewhere (%(name)s)."), {"name": link.get("Target", "")})
            )


def _paragraphs(archive: zipfile.ZipFile, name: str) -> Iterator[Place]:
    part = name.removeprefix("word/").removesuffix(".xml")
    for number, paragraph in enumerate(_parse(archive.read(name)).iter(f"{W}p"), 1):
        text = "".join(run.text or "" for run in paragraph.iter(f"{W}t"))
        yield Place(part, number, text)


def _parse(content: bytes) -> etree._Element:
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise Wrong(Message(N_("its inside is damaged; save it anew in Word as .docx.")))
    return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))
