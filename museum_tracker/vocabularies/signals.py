"""What vocabularies tell the features above them, in the transaction of the deed."""

from __future__ import annotations

from blinker import Namespace

_signals = Namespace()

term_changed = _signals.signal(
    "term-changed",
    doc="""A word was renamed or stands elsewhere in its tree.

    Sent with the session as sender; keywords: `term`, `before` (its values until now) and `deed` (the change set).
    """,
)
