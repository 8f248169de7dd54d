"""PLY as scanners write it beyond plain triangles: strips in place of faces, and colours on faces of many corners."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from museum_tracker.media.kinds.model3d.limits import MOST_CORNERS, TooManyCorners
from museum_tracker.media.kinds.model3d.mending import CutOff, ModelDamaged

NUMBERS = {
    **dict.fromkeys(("char", "int8"), "i1"),
    **dict.fromkeys(("uchar", "uint8"), "u1"),
    **dict.fromkeys(("short", "int16"), "i2"),
    **dict.fromkeys(("ushort", "uint16"), "u2"),
    **dict.fromkeys(("int", "int32"), "i4"),
    **dict.fromkeys(("uint", "uint32"), "u4"),
    **dict.fromkeys(("float", "float32"), "f4"),
    **dict.fromkeys(("double", "float64"), "f8"),
}
HEADER_END = b"end_header"
LARGEST_HEADER = 64 * 1024
STRIPS = "tristrips"
NEW_STRIP = -1


@dataclass
class Element:
    """One kind of thing in a PLY: how many there are, and their properties (a list has two types)."""

    name: str
    count: int
    lines: list[str]
    properties: list[tuple[str, ...]] = field(default_factory=list)

    @property
    def fixed(self) -> bool:
        """Whether every one has the same length."""
        return all(len(types) == 1 for types in self.properties)


def with_faces(ply: bytes) -> bytes:
    """The same PLY with each triangle of its strips, or of its coloured faces, as its own face; others as they are.

    Raises:
        CutOff, ModelDamaged, TooManyCorners
    """
    end = ply.find(HEADER_END, 0, LARGEST_HEADER)
    body = ply.find(b"\n", end) + 1 if end >= 0 else 0
    if not body:
        return ply
    form, elements, others = _header(ply[:end].decode("latin-1"))
    if not any(one.name == STRIPS for one in elements):
        return _fanned(ply, body, form, elements)
    kept, faces = [], np.empty((0, 3), dtype="<i4")
    for element, data in _contents(ply[body:], form, elements):
        if element.name == STRIPS:
            numbers = data if isinstance(data, np.ndarray) else np.empty(0, dtype="<i8")
            faces = np.vstack([faces, triangles(numbers)])
        elif element.fixed and isinstance(data, bytes):
            kept.append((element, data))
    return _written(form, others, kept, faces)


def triangles(numbers: NDArray[np.integer]) -> NDArray[np.int32]:
    """The triangles of strips, each ended by -1: every second one is turned, those without a surface are left out."""
    breaks = np.nonzero(numbers == NEW_STRIP)[0]
    inside = np.ones(max(len(numbers) - 2, 0), dtype=bool)
    for back in range(3):
        ended = breaks - back
        inside[ended[(ended >= 0) & (ended < len(inside))]] = False
    places = np.nonzero(inside)[0]
    last_break = np.concatenate(([-1], breaks))[np.searchsorted(breaks, places)]
    turned = (places - last_break - 1) % 2 == 1
    faces = np.stack([numbers[places], numbers[places + 1], numbers[places + 2]], axis=1)
    faces[turned] = faces[turned][:, [1, 0, 2]]
    whole = (faces[:, 0] != faces[:, 1]) & (faces[:, 1] != faces[:, 2]) & (faces[:, 2] != faces[:, 0])
    return faces[whole].astype("<i4")


def _header(text: str) -> tuple[str, list[Element], list[str]]:
    form, elements, others = "", [], []
    for line in text.replace("\r", "\n").split("\n"):
        words = line.split()
        if words[:1] == ["format"]:
            form = words[1]
        elif words[:1] == ["element"] and len(words) == 3 and words[2].isdigit():
            elements.append(Element(words[1], int(words[2]), [line]))
        elif words[:1] == ["property"] and elements:
            types = tuple(NUMBERS.get(word, "") for word in (words[2:4] if words[1] == "list" else words[1:2]))
            if not all(types):
                raise ModelDamaged
            elements[-1].lines.append(line)
            elements[-1].properties.append(types)
        elif words[:1] == ["comment"]:
            others.append(line)
    return form, elements, others


def _contents(body: bytes, form: str, elements: list[Element]) -> Iterator[tuple[Element, bytes | NDArray[np.int64]]]:
    """The bytes of each element of a fixed length, and the numbers of strips; others are passed over."""
    if form == "ascii":
        lines = body.split(b"\n")
        at = 0
        for element in elements:
            mine = lines[at : at + element.count]
            at += element.count
            if element.name == STRIPS:
                words = b" ".join(lines[at - element.count :]).split()
                yield element, np.array(words[1 : 1 + int(words[0])] if words else [], dtype="i8")
                return
            yield element, b"\n".join(mine)
        return
    order, at = "<" if "little" in form else ">", 0
    for element in elements:
        if element.fixed:
            size = element.count * sum(np.dtype(types[0]).itemsize for types in element.properties)
            if at + size > len(body):
                raise CutOff(told=element.count, there=0)
            yield element, body[at : at + size]
            at += size
            continue
        numbers: list[NDArray[np.int64]] = []
        for _ in range(element.count):
            at = _lists(body, at, order, element, numbers)
        if element.name == STRIPS:
            parted = [part for one in numbers for part in (one, [NEW_STRIP])]
            yield element, np.concatenate(parted) if parted else np.empty(0, dtype="i8")


def _lists(body: bytes, at: int, order: str, element: Element, numbers: list[NDArray[np.int64]]) -> int:
    """Read one thing that holds a list; answers where the next begins."""
    for types in element.properties:
        head = np.dtype(order + types[0])
        if len(types) == 1:
            at += head.itemsize
            continue
        count = int(np.frombuffer(body, head, 1, at)[0]) if at + head.itemsize <= len(body) else -1
        items = np.dtype(order + types[1])
        at += head.itemsize
        if count < 0 or at + count * items.itemsize > len(body):
            raise CutOff(told=element.count, there=len(numbers))
        numbers.append(np.frombuffer(body, items, count, at).astype("i8"))
        at += count * items.itemsize
    return at


def _written(form: str, others: list[str], kept: list[tuple[Element, bytes]], faces: NDArray[np.int32]) -> bytes:
    lines = ["ply", f"format {form} 1.0", *others, *(line for element, _ in kept for line in element.lines)]
    lines += [f"element face {len(faces)}", "property list uchar int vertex_indices", "end_header"]
    head = "\n".join(line.strip() for line in lines).encode("latin-1") + b"\n"
    if form == "ascii":
        told = b"".join(b"3 %d %d %d\n" % tuple(face) for face in faces.tolist())
        return head + b"".join(data + b"\n" for _, data in kept) + told
    order = "<" if "little" in form else ">"
    records = np.zeros(len(faces), dtype=[("count", "u1"), ("corners", f"{order}i4", 3)])
    records["count"], records["corners"] = 3, faces
    return head + b"".join(data for _, data in kept) + records.tobytes()


def _fanned(ply: bytes, body: int, form: str, elements: list[Element]) -> bytes:
    """Coloured faces of more than three corners as triangles of the same colour: trimesh would lose which is whose."""
    place = next((at for at, one in enumerate(elements) if one.name == "face" and one.properties), None)
    if place is None:
        return ply
    before, face = elements[:place], elements[place]
    if not all(one.fixed for one in before) or len(face.properties[0]) != 2:
        return ply
    if not any(" red" in line for line in face.lines) or not all(len(types) == 1 for types in face.properties[1:]):
        return ply
    if form == "ascii":
        lines = ply[body:].split(b"\n")
        first = sum(one.count for one in before)
        told = lines[first : first + face.count]
        fans = [fan for line in told for fan in _fan(line.split())]
        head = _renamed(ply[:body], face, len(fans))
        return head + b"\n".join([*lines[:first], *fans, *lines[first + face.count :]])
    return _fanned_binary(ply, body, "<" if "little" in form else ">", before, face)


def _fan(words: list[bytes]) -> list[bytes]:
    corners, rest = words[1 : 1 + int(words[0])], words[1 + int(words[0]) :]
    if len(corners) > MOST_CORNERS:
        raise TooManyCorners(corners=len(corners), most=MOST_CORNERS)
    return [b" ".join([b"3", corners[0], one, two, *rest]) for one, two in pairwise(corners[1:])]


def _fanned_binary(ply: bytes, body: int, order: str, before: list[Element], face: Element) -> bytes:
    start = at = body + sum(one.count * _width(one.properties) for one in before)
    head, items = (np.dtype(order + name) for name in face.properties[0])
    width = _width(face.properties[1:])
    three = np.frombuffer(ply, head, 1, at)[0] == 3 if at + head.itemsize <= len(ply) else False
    record = head.itemsize + 3 * items.itemsize + width
    if three and len(ply) - at >= record * face.count:
        counts = np.ndarray(face.count, head, ply, at, record)
        if (counts == 3).all():
            return ply
    fans: list[bytes] = []
    for number in range(face.count):
        count = int(np.frombuffer(ply, head, 1, at)[0]) if at + head.itemsize <= len(ply) else -1
        end = at + head.itemsize + max(count, 0) * items.itemsize
        if count < 0 or end + width > len(ply):
            raise CutOff(told=face.count, there=number)
        if count > MOST_CORNERS:
            raise TooManyCorners(corners=count, most=MOST_CORNERS)
        corners, rest = ply[at + head.itemsize : end], ply[end : end + width]
        step = items.itemsize
        three_told = np.array([3], head).tobytes()
        fans += [
            three_told + corners[:step] + corners[place * step : (place + 2) * step] + rest
            for place in range(1, count - 1)
        ]
        at = end + width
    return _renamed(ply[:body], face, len(fans)) + ply[body:start] + b"".join(fans) + ply[at:]


def _width(properties: list[tuple[str, ...]]) -> int:
    return sum(np.dtype(types[0]).itemsize for types in properties)


def _renamed(header: bytes, face: Element, count: int) -> bytes:
    told = face.lines[0].strip().encode("latin-1")
    return header.replace(told, b"element face %d" % count, 1)
