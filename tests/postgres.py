"""A PostgreSQL server for the time of the tests, where its programs are installed."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import sqlalchemy as sa

from textmine.store import Workspace, find_workspace

NOT_THERE = (
    "PostgreSQL is not tried here: initdb and pg_ctl (Debian's package postgresql) and the extra "
    "postgres are needed."
)
_NUMBERS = count(1)


@dataclass(frozen=True)
class Server:
    """A server that listens on a socket in `folder` only; the name of its user is tester."""

    folder: Path

    @property
    def url(self) -> str:
        return f"postgresql+psycopg://tester@/postgres?host={self.folder}"

    def empty(self) -> str:
        """Return the URL of a schema without tables, which is made sooner than a database."""
        name = f"codings{next(_NUMBERS)}"
        engine = sa.create_engine(self.url)
        with engine.begin() as connection:
            connection.execute(sa.text(f"CREATE SCHEMA {name}"))
        engine.dispose()
        return f"{self.url}&options=-csearch_path%3D{name}"


def in_database(workspace: Workspace, url: str) -> Workspace:
    """Return a workspace whose settings name another database for its codings."""
    settings = workspace.root / "textmine.toml"
    lines = settings.read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if not line.startswith("codings = ")]
    settings.write_text("\n".join([f'codings = "{url}"', *kept]), encoding="utf-8")
    return find_workspace(workspace.root)


def programs() -> Path | None:
    """Return the folder with initdb and pg_ctl, of the newest release; None where there is none."""
    try:
        import psycopg  # noqa: F401
    except ImportError:
        return None
    found = shutil.which("pg_ctl")
    folders = [Path(found).resolve().parent] if found else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((one for one in folders if (one / "initdb").exists()), None)


@contextmanager
def server(*settings: str) -> Iterator[Server]:
    """Run a server, whose files are gone afterwards; initdb refuses root, so it is another user.

    `settings` are such as fsync=off.
    """
    bin_folder = programs()
    if bin_folder is None:
        raise RuntimeError(NOT_THERE)
    with tempfile.TemporaryDirectory(prefix="pg-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o755)
        owner = _owner()
        if owner is not None:
            os.chown(folder, owner.pw_uid, owner.pw_gid)
        data = ("-D", str(folder / "data"))
        _run(bin_folder / "initdb", *data, "-U", "tester", "-A", "trust", "-E", "UTF8", "-N")
        options = f"-k {folder} -c listen_addresses=''"
        for one in settings:
            options += f" -c {one}"
        log = ("-l", str(folder / "log"))
        _run(bin_folder / "pg_ctl", *data, *log, "-w", "-o", options, "start")
        try:
            yield Server(folder)
        finally:
            _run(bin_folder / "pg_ctl", *data, "-w", "-m", "immediate", "stop")


def _owner() -> pwd.struct_passwd | None:
    if os.geteuid():
        return None
    try:
        return pwd.getpwnam("postgres")
    except KeyError:
        return pwd.getpwnam("nobody")


def _run(*command: str | Path) -> None:
    owner = _owner()
    given = {} if owner is None else {"user": owner.pw_uid, "group": owner.pw_gid}
    if owner is not None:
        given["extra_groups"] = ()
    own = {name: it for name, it in os.environ.items() if not name.startswith("PG")}
    environment = {**own, "LC_ALL": "C.UTF-8"}
    ran = subprocess.run(
        command, capture_output=True, text=True, cwd="/", env=environment, check=False, **given
    )
    if ran.returncode:
        raise RuntimeError(f"{command[0]} failed: {ran.stdout}{ran.stderr}")
