"""What media tells the features above it, in the transaction of the deed."""

from __future__ import annotations

from blinker import Namespace

_signals = Namespace()

asset_changed = _signals.signal(
    "asset-changed",
    doc="""A picture or model of an object was added, became ready or held back, was retired, or shows another view.

    Sent with the session as sender; keywords: `artifact_id` and `deed` (the change set).
    """,
)
