"""The list of objects that an address asks for, as the person at the screen may see it."""

from __future__ import annotations

from flask import request

from museum_tracker.accounts.guards import signed_in
from museum_tracker.catalogue.params import Params


def asked_list() -> Params:
    """The conditions of the list in the address of this request.

    Raises:
        Forbidden: a condition on what this reader may not see.
    """
    return Params.parse(request.args.items(multi=True), can=signed_in().can)
