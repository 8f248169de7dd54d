"""The first start: a code that proves that whoever makes the first administrator can read the server's log."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress

from config import Settings

ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"


def setup_code(secret: str) -> str:
    """The code of this installation, the same in all its processes: XXXX-XXXX-XXXX."""
    digest = hmac.new(secret.encode(), b"museum-tracker first administrator", hashlib.sha256).digest()
    letters = "".join(ALPHABET[octet % len(ALPHABET)] for octet in digest[:12])
    return "-".join(letters[start : start + 4] for start in (0, 4, 8))


def is_right_code(typed: str, secret: str) -> bool:
    """Whether a typed code is the installation's, in any spacing and case."""
    bare = "".join(character for character in typed.upper() if character.isalnum())
    return hmac.compare_digest(bare.encode(), setup_code(secret).replace("-", "").encode())


def is_loopback(address: str | None) -> bool:
    """Whether an address is this very machine."""
    if address == "localhost":
        return True
    try:
        return ipaddress.ip_address(address or "").is_loopback
    except ValueError:
        return False


def needs_code(settings: Settings, *, remote: str | None, forwarded: bool) -> bool:
    """Whether a visitor of the first-run page must show the code: everybody but a person at this machine."""
    local = is_loopback(settings.host) and is_loopback(remote)
    return not local or forwarded or settings.trusted_proxies > 0
