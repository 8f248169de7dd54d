"""Make a model light enough for a browser: gltfpack, compiled to WebAssembly, sees only the bytes handed to it.

No disk, no network, bounded memory and work. `gltfpack.wasm` is gltfpack 1.3.0 (MIT, see data/gltfpack.LICENSE).
"""

from __future__ import annotations

import contextlib
import os
import struct
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import wasmtime

WASM = Path(__file__).parent / "data" / "gltfpack.wasm"
MEMORY = 1 << 30
GROWTH = 64 << 20  # room that is reserved beyond what is used, each time it has to move
WORK = 200_000_000_000  # instructions; packing two million triangles takes about a tenth
EBADF, EINVAL, EIO, ENOSYS = 8, 28, 29, 52
CREATE = 1
DIRECTORY, REGULAR_FILE = 3, 4
MOUNTS = {3: (b"/", ""), 4: (b"/gltfpack-$pwd", "")}


class PackError(Exception):
    """gltfpack could not read or simplify the model."""


@dataclass
class _Open:
    """A file that the packer has open: what it reads, or what it has written so far."""

    data: bytearray | bytes
    name: str = ""
    at: int = 0


class _Wasi:
    """The few system calls that gltfpack makes, answered from a dictionary of files."""

    def __init__(self, store: wasmtime.Store, files: dict[str, bytes]) -> None:
        self.store = store
        self.files = files
        self.written: dict[str, bytes] = {}
        self.log = bytearray()
        self.open: dict[int, _Open] = {1: _Open(self.log), 2: _Open(self.log)}
        self.memory: Any = None

    def imports(self) -> dict[str, Any]:
        """The calls under the names by which the module asks for them."""
        return {
            "proc_exit": lambda _: None,
            "fd_close": self.close,
            "fd_fdstat_get": self.status,
            "path_open32": self.open_path,
            "path_filestat_get": self.path_status,
            "fd_prestat_get": self.mount,
            "fd_prestat_dir_name": self.mount_name,
            "path_remove_directory": lambda *_: EINVAL,
            "fd_fdstat_set_flags": lambda *_: ENOSYS,
            "fd_seek32": self.seek,
            "fd_read": self.read,
            "fd_write": self.write,
        }

    def peek(self, address: int) -> int:
        """An unsigned word of the module's memory."""
        value: int = struct.unpack("<I", self.memory.read(self.store, address, address + 4))[0]
        return value

    def poke(self, address: int, value: int) -> None:
        """Write an unsigned word into the module's memory."""
        self.memory.write(self.store, struct.pack("<I", value), address)

    def close(self, handle: int) -> int:
        """Close a file; what was written becomes a result."""
        file = self.open.pop(handle, None)
        if file is None:
            return EBADF
        if file.name:
            self.written[file.name] = bytes(file.data)
        return 0

    def status(self, handle: int, answer: int) -> int:
        """What sort of thing a handle is."""
        if handle not in self.open and handle not in MOUNTS:
            return EBADF
        sort = DIRECTORY if handle in MOUNTS else REGULAR_FILE
        self.memory.write(self.store, struct.pack("<BxHxxxxQQ", sort, 0, 0, 0)[:24], answer)
        return 0

    def open_path(self, parent: int, _f: int, path: int, length: int, flags: int, *rest: int) -> int:
        """Open a file of the dictionary, or begin a new one; anything else does not exist."""
        if parent not in MOUNTS:
            return EBADF
        name = bytes(self.memory.read(self.store, path, path + length)).decode("utf-8", "replace")
        if flags & CREATE:
            file = _Open(bytearray(), name)
        elif name in self.files:
            file = _Open(self.files[name])
        else:
            return EIO
        handle = next(number for number in range(5, 1000) if number not in self.open)
        self.open[handle] = file
        self.poke(rest[-1], handle)
        return 0

    def path_status(self, _parent: int, _flags: int, path: int, length: int, answer: int) -> int:
        """Whether a path is a folder or a file."""
        self.memory.write(self.store, bytes(64), answer)
        here = bytes(self.memory.read(self.store, path, path + length)) == b"."
        self.memory.write(self.store, bytes([DIRECTORY if here else REGULAR_FILE]), answer + 16)
        return 0

    def mount(self, handle: int, answer: int) -> int:
        """Length of a mount's name."""
        if handle not in MOUNTS:
            return EBADF
        self.poke(answer, 0)
        self.poke(answer + 4, len(MOUNTS[handle][0]))
        return 0

    def mount_name(self, handle: int, answer: int, _length: int) -> int:
        """A mount's name."""
        if handle not in MOUNTS:
            return EBADF
        self.memory.write(self.store, MOUNTS[handle][0], answer)
        return 0

    def seek(self, handle: int, offset: int, whence: int, answer: int) -> int:
        """Move within a file."""
        file = self.open.get(handle)
        if file is None:
            return EBADF
        target = offset + (0, file.at, len(file.data))[whence]
        if not 0 <= target <= len(file.data):
            return EINVAL
        file.at = target
        self.poke(answer, target)
        return 0

    def read(self, handle: int, pieces: int, count: int, answer: int) -> int:
        """Copy a file's next bytes into the module's memory."""
        file = self.open.get(handle)
        if file is None:
            return EBADF
        total = 0
        for number in range(count):
            address, length = self.peek(pieces + 8 * number), self.peek(pieces + 8 * number + 4)
            chunk = bytes(file.data[file.at : file.at + length])
            self.memory.write(self.store, chunk, address)
            file.at += len(chunk)
            total += len(chunk)
        self.poke(answer, total)
        return 0

    def write(self, handle: int, pieces: int, count: int, answer: int) -> int:
        """Take bytes out of the module's memory."""
        file = self.open.get(handle)
        if file is None or not isinstance(file.data, bytearray):
            return EBADF
        total = 0
        for number in range(count):
            address, length = self.peek(pieces + 8 * number), self.peek(pieces + 8 * number + 4)
            file.data[file.at : file.at + length] = self.memory.read(self.store, address, address + length)
            file.at += length
            total += length
        self.poke(answer, total)
        return 0


def simplify(glb: bytes, *, keep: float = 1.0, firmly: bool = False, kept_in: str = "") -> bytes:
    """The same model with about `keep` (0–1) of its triangles, compressed; textures and their places are kept.

    `kept_in` is a folder of our own in which the compiled packer is kept. `firmly` also simplifies across seams,
    for models that would otherwise stay too heavy.

    Raises:
        PackError: gltfpack refuses the model.
    """
    arguments = ["-i", "in.glb", "-o", "out.glb", "-cc"]
    if keep < 1:
        arguments += ["-si", f"{keep:.6f}", *(["-sa"] if firmly else [])]
    written = _run(arguments, {"in.glb": glb}, kept_in)
    if "out.glb" not in written:
        raise PackError("nothing written")
    return written["out.glb"]


@cache
def _module(folder: str) -> tuple[wasmtime.Engine, wasmtime.Module]:
    """The compiled packer; compiling takes a second, so it is kept in the folder for the next child."""
    config = wasmtime.Config()
    config.consume_fuel = True
    # By default an address range of gigabytes is reserved up front, which the child's memory limit forbids.
    config.memory_reservation = 0
    config.memory_guard_size = 0
    config.memory_reservation_for_growth = GROWTH
    engine = wasmtime.Engine(config)
    if not folder:
        return engine, wasmtime.Module.from_file(engine, str(WASM))
    kept = Path(folder) / f"gltfpack-{version('wasmtime')}-{WASM.stat().st_size}.bin"
    try:
        return engine, wasmtime.Module.deserialize_file(engine, str(kept))
    except (wasmtime.WasmtimeError, OSError):
        module = wasmtime.Module.from_file(engine, str(WASM))
    with contextlib.suppress(OSError):
        kept.parent.mkdir(parents=True, exist_ok=True)
        fresh = kept.with_suffix(f".{os.getpid()}")
        fresh.write_bytes(bytes(module.serialize()))
        fresh.replace(kept)
    return engine, module


def _run(arguments: list[str], files: dict[str, bytes], folder: str) -> dict[str, bytes]:
    engine, module = _module(folder)
    store = wasmtime.Store(engine)
    store.set_fuel(WORK)
    store.set_limits(memory_size=MEMORY)
    wasi = _Wasi(store, files)
    calls = wasi.imports()
    try:
        wanted: list[Any] = list(module.imports)
        instance = wasmtime.Instance(store, module, [wasmtime.Func(store, one.type, calls[one.name]) for one in wanted])
        exports: Any = instance.exports(store)
        wasi.memory = exports["memory"]
        exports["__wasm_call_ctors"](store)
        failed = exports["pack"](store, *_arguments(wasi, exports, ["gltfpack", *arguments]))
    except (wasmtime.WasmtimeError, wasmtime.Trap) as error:
        raise PackError(str(error)[:200]) from error
    finally:
        store.close()  # its memory is needed for the poster; collecting it may take long
    if failed:
        raise PackError(wasi.log.decode("utf-8", "replace")[-300:])
    return wasi.written


def _arguments(wasi: _Wasi, exports: Any, words: list[str]) -> tuple[int, int]:
    """Put a command line into the module's memory: count and address."""
    encoded = [word.encode() + b"\0" for word in words]
    base = exports["malloc"](wasi.store, 4 * len(encoded) + sum(map(len, encoded)))
    at = base + 4 * len(encoded)
    for number, word in enumerate(encoded):
        wasi.poke(base + 4 * number, at)
        wasi.memory.write(wasi.store, word, at)
        at += len(word)
    return len(encoded), base
