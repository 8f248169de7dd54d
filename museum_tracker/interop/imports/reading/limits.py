"""How large a table may be before it is refused: a small file can unfold into a giant."""

from __future__ import annotations

from dataclasses import dataclass

MIB = 1024 * 1024


@dataclass(frozen=True, kw_only=True)
class Limits:
    """The largest table that is read; beyond it the file is refused before its contents are unfolded."""

    octets: int = 512 * MIB
    unpacked_octets: int = 1024 * MIB
    unpacked_ratio: int = 250  # honest workbooks pack 5 to 60 times
    rows: int = 1_100_000
    columns: int = 1_000
    cells: int = 40_000_000
    cell_length: int = 100_000


DEFAULT_LIMITS = Limits()
