"""What figures tell the features above them, in the transaction of the deed."""

from __future__ import annotations

from blinker import Namespace

_signals = Namespace()

standings_changed = _signals.signal(
    "standings-changed",
    doc="""Objects stand elsewhere in the figures than before.

    Sent with the session as sender; keywords: `stands` (object id to its `(stocks, flows)` bits, see
    `rules.measures.BIT`) and `deed` (the change set). Features that keep a cache of it on the object renew it here.
    """,
)
