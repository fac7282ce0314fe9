"""Accounts of a team: names, passwords as argon2 hashes, roles; in the database of the codings."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import sqlalchemy as sa

from textmine.choices import ROLES, Role
from textmine.coding.suggested import is_machine
from textmine.errors import InputError, NotFoundError, TakenError, did_you_mean
from textmine.store.database import transaction
from textmine.store.engines import sqlite_file

if TYPE_CHECKING:
    from argon2 import PasswordHasher

SHORTEST = 10
"""Characters that a password has at the least."""
_LONGEST = 200
_NAME = re.compile(r"[^\s\x00-\x1f\x7f](?:[^\x00-\x1f\x7f]{0,78}[^\s\x00-\x1f\x7f])?")
_ACCOUNTS = sa.Table(
    "accounts",
    sa.MetaData(),
    sa.Column("name", sa.String(80), primary_key=True),
    sa.Column("role", sa.String(20), nullable=False),
    sa.Column("password", sa.String(200), nullable=False),
    sa.Column("changed_at", sa.String(40), nullable=False),
)


@dataclass(frozen=True)
class Account:
    """A person who may come in; `name` is the coder whose codes they give."""

    name: str
    role: Role
    changed_at: str


class Accounts:
    """The accounts at a SQLAlchemy URL."""

    def __init__(self, url: str) -> None:
        self._url = url

    def all(self) -> list[Account]:
        """Return every account, by name."""
        return [_account(row) for row in self._rows()]

    def add(self, name: str, role: Role, password: str) -> Account:
        """Add an account; raise TakenError, and InputError for a name or password that will not do.

        Names that differ in upper and lower case alone are the same.
        """
        if not _NAME.fullmatch(name) or is_machine(name):
            raise InputError(f"'{name}' cannot be the name of a person.", hint="Give another one.")
        if role not in ROLES:
            raise InputError(f"'{role}' is no role.", hint=did_you_mean(role, ROLES))
        _refuse_weak(name, password)
        if any(account.name.casefold() == name.casefold() for account in self.all()):
            raise TakenError(
                f"There is an account '{name}' already.",
                hint=f"'textmine user passwd {name}' gives it a new password.",
            )
        new_account = Account(name, role, _now())
        hashed = _hasher().hash(password)
        with transaction(self._url, lock=True) as connection:
            _ACCOUNTS.create(connection, checkfirst=True)
            connection.execute(_ACCOUNTS.insert(), {**new_account.__dict__, "password": hashed})
        return new_account

    def set_password(self, name: str, password: str) -> None:
        """Give an account a new password; its sessions end. Raises NotFoundError or InputError."""
        self._known(name)
        _refuse_weak(name, password)
        cells = {"password": _hasher().hash(password), "changed_at": _now()}
        with transaction(self._url, lock=True) as connection:
            connection.execute(_ACCOUNTS.update().where(_ACCOUNTS.c.name == name), cells)

    def remove(self, name: str) -> None:
        """Remove an account; what it coded stays. Raises NotFoundError."""
        self._known(name)
        with transaction(self._url, lock=True) as connection:
            connection.execute(_ACCOUNTS.delete().where(_ACCOUNTS.c.name == name))

    def checked(self, name: str, password: str) -> Account | None:
        """Return the account, None where name or password is wrong; both take as long."""
        from argon2.exceptions import VerificationError

        row = next((candidate for candidate in self._rows() if candidate["name"] == name), None)
        try:
            _hasher().verify(_NOBODY if row is None else row["password"], password[: _LONGEST + 1])
        except VerificationError:
            return None
        return None if row is None else _account(row)

    def find(self, name: str) -> Account | None:
        """Return an account by its name, None where there is none."""
        return next((account for account in self.all() if account.name == name), None)

    def _rows(self) -> list[sa.RowMapping]:
        file = sqlite_file(self._url)
        if file is not None and not file.exists():
            return []
        with transaction(self._url, lock=False) as connection:
            if not sa.inspect(connection).has_table(_ACCOUNTS.name):
                return []
            query = sa.select(_ACCOUNTS).order_by(_ACCOUNTS.c.name)
            return list(connection.execute(query).mappings())

    def _known(self, name: str) -> None:
        names = [account.name for account in self.all()]
        if name not in names:
            raise NotFoundError(f"There is no account '{name}'.", hint=did_you_mean(name, names))


def open_accounts(url: str) -> Accounts:
    """Return the accounts that lie beside the codings at a SQLAlchemy URL."""
    return Accounts(url)


def _refuse_weak(name: str, password: str) -> None:
    if (
        len(password) < SHORTEST
        or len(password) > _LONGEST
        or password.casefold() == name.casefold()
    ):
        raise InputError(
            f"A password has {SHORTEST} to {_LONGEST} characters and is not the name.",
            hint="Take several words that do not belong together.",
        )


def _account(row: sa.RowMapping) -> Account:
    return Account(row["name"], row["role"], row["changed_at"])


def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher

    return PasswordHasher()


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")


_NOBODY = (
    "$argon2id$v=19$m=65536,t=3,p=4$IEefVyhy2M+RqYn+L7/iRw$qhQzDA"
    "R0019GnZw2tM7Nc5MgpvCsXIIHJptC15Eb4aQ"
)
"""The hash of a password that nobody has; checked where there is no such account."""
