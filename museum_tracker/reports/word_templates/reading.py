"""Reading a Word template before anything opens it: its files, its paragraphs, nothing it brings along."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator

from lxml import etree

from museum_tracker.core.i18n import N_, Message
from museum_tracker.reports.rules.field_codes import Mark, check_fields
from museum_tracker.reports.rules.word_fields import Place, Wrong

MOST_OCTETS = 20 * 1024 * 1024
MOST_FILES = 500
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DOCUMENT = "word/document.xml"
PROPERTIES = "docProps/core.xml"
TEXT_PARTS = ("word/header", "word/footer", "word/footnotes", "word/endnotes")
ACTIVE = (
    "vbaproject", "vbadata", "activex", "embeddings/", "attachedtemplate", "afchunk", "customui", ".bin", ".exe", ".js",
)  # fmt: skip
MACROS = (b"macroEnabled", b"vnd.ms-office.vba")
LINKS = ("hyperlink",)
SAFE_LINKS = ("http://", "https://", "mailto:")
NEVER = ("attachedtemplate", "subdocument", "oleobject", "package", "mailmergesource")  # wherever they lead
MAIL_MERGE = f"{W}mailMerge"
# What unpacking says of a file whose inside is cut, scrambled, locked or packed in a way that nobody unpacks.
DAMAGED = (zipfile.BadZipFile, zlib.error, KeyError, EOFError, OSError, RuntimeError, UnicodeError)


def paragraphs_of(content: bytes) -> list[Place]:
    """Every paragraph of a template with its words: the text, headers, footers and notes, then its properties.

    Raises:
        Wrong: it is no Word document, is too large, or brings along something active or from elsewhere.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _look_through(archive)
            parts = sorted(name for name in archive.namelist() if name.startswith(TEXT_PARTS) and name.endswith(".xml"))
            told = [place for name in (DOCUMENT, *parts) for place in _paragraphs(archive, name)]
            return told + list(_properties(archive))
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
        elif name.endswith(".xml"):
            _no_deeds(archive.read(file))


def _no_deeds(content: bytes) -> None:
    """No part may be a macro's, merge letters from a data source, or hold a field that fetches or runs something."""
    tree = _parse(content)
    if any(word in etree.tostring(tree) for word in MACROS):
        raise Wrong(Message(N_("it holds a macro or an embedded file (%(name)s)."), {"name": ".docm"}))
    if next(tree.iter(MAIL_MERGE), None) is not None:
        raise Wrong(Message(N_("it merges letters from a data source.")))
    check_fields(_marks(tree))


def _marks(tree: etree._Element) -> Iterator[Mark]:
    """Where fields begin, what they say, where they end, in the order of the text."""
    for element in tree.iter(f"{W}fldChar", f"{W}instrText", f"{W}delInstrText", f"{W}fldSimple"):
        if element.tag == f"{W}fldChar":
            yield Mark(element.get(f"{W}fldCharType", ""), "")
        elif element.tag == f"{W}fldSimple":
            yield from (Mark("begin", ""), Mark("", element.get(f"{W}instr", "")), Mark("end", ""))
        else:
            yield Mark("", element.text or "")


def _no_strangers(content: bytes) -> None:
    """Nothing may be fetched from elsewhere when somebody opens the report; ordinary links may stay."""
    for link in _parse(content).iter(etree.Element):
        kind, target = link.get("Type", "").rsplit("/", 1)[-1].casefold(), link.get("Target", "")
        strange = link.get("TargetMode") == "External" and not (
            kind in LINKS and target.casefold().startswith(SAFE_LINKS)
        )
        if strange or kind in NEVER:
            raise Wrong(Message(N_("it fetches something from elsewhere (%(name)s)."), {"name": target[:200]}))


def _paragraphs(archive: zipfile.ZipFile, name: str) -> Iterator[Place]:
    part = name.removeprefix("word/").removesuffix(".xml")
    for number, paragraph in enumerate(_parse(archive.read(name)).iter(f"{W}p"), 1):
        text = "".join(run.text or "" for run in paragraph.iter(f"{W}t"))
        yield Place(part, number, text)


def _properties(archive: zipfile.ZipFile) -> Iterator[Place]:
    """Title, author and the like: they are filled as the text is."""
    if PROPERTIES not in archive.namelist():
        return
    for number, element in enumerate(_parse(archive.read(PROPERTIES)), 1):
        yield Place("core", number, element.text or "")


def _parse(content: bytes) -> etree._Element:
    tree = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))
    if tree.getroottree().docinfo.internalDTD is not None:  # asked of what was read: its bytes may be UTF-16
        raise Wrong(Message(N_("its inside is damaged; save it anew in Word as .docx.")))
    return tree
