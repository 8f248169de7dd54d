"""What accounts tells the features above it."""

from __future__ import annotations

from blinker import Signal

account_changed = Signal(
    "Sent in the same transaction after an account was added or changed. Sender: the session. "
    "Values: by (User), user (User), action (message id), values (dict), before (dict or None), after (dict)."
)
