"""Templates compiled once and kept in the home, as Python keeps its modules: a process that begins finds them ready."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from jinja2 import FileSystemBytecodeCache, StrictUndefined
from jinja2.bccache import Bucket

# What templates are compiled by. They are compiled anew when it changes, as when their own text does.
OPTIONS = {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
EXTENSIONS = ("jinja2.ext.do",)


class CompiledTemplates(FileSystemBytecodeCache):
    """Compiled templates in a folder of their own; where nothing may be written they are compiled at each start."""

    def __init__(self, folder: Path) -> None:
        super().__init__(str(folder), "%s.compiled")
        self._folder = folder

    def get_source_checksum(self, source: str) -> str:
        """What a kept template must be compiled from: its text and the options."""
        return super().get_source_checksum(f"{OPTIONS} {EXTENSIONS} {source}")

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a compiled template, if it can be kept."""
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            super().dump_bytecode(bucket)
