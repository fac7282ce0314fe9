"""textmine web, and user: the page, and the accounts of those who may come in."""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Annotated

import typer

from textmine.choices import Role
from textmine.cli.command import Run, shown
from textmine.cli.output import InertGroup
from textmine.cli.shared import say
from textmine.present import Section, Table

if TYPE_CHECKING:
    from textmine.web.access.accounts import Accounts


@shown(without=("format", "full"))
def web(
    run: Run,
    port: Annotated[
        int, typer.Option(help="The port to serve on; 0: any that is free.", min=0, max=65535)
    ] = 8765,
    host: Annotated[
        str, "The address to serve on; another than this computer: --accounts."
    ] = "127.0.0.1",
    accounts: Annotated[bool, "People sign in: see 'textmine user add'."] = False,
    name: Annotated[
        list[str] | None,
        "A name under which others reach it, such as that of a proxy; may be repeated.",
    ] = None,
    no_browser: Annotated[bool, "Do not open a browser; print the link only."] = False,
) -> None:
    """Open the workspace in a browser: code, settle, review, read. Ctrl-C stops it.

    Nothing leaves this computer: the pages are served here, under a link that works once. Each
    press is kept at once.

    Example: textmine web
    Example: textmine web --host 192.0.2.7 --accounts
    """
    from textmine.web.serve import Serving, serve

    def ready(address: str) -> None:
        once = "" if accounts else " (the link works once)"
        say(f"Open {address}{once}. Ctrl-C stops it.")
        if not no_browser:
            import webbrowser

            webbrowser.open(address)

    wanted = Serving(host, port, accounts, tuple(name or ()))
    with suppress(KeyboardInterrupt):
        serve(run.workspace, wanted, ready)
    say("Stopped. All codes that you pressed are saved.")


app = typer.Typer(
    cls=InertGroup,
    help="Accounts for 'textmine web --accounts': who may come in, as what.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
NameArgument = Annotated[str, typer.Argument(help="The name, which is also that of the coder.")]
RoleOption = Annotated[
    Role, "lead: sees and does all; coder: codes; reader: reads texts and results."
]


@app.command("add")
@shown()
def add(run: Run, name: NameArgument, role: RoleOption = "coder") -> Section:
    """Add an account. The password is asked for, or read from standard input.

    Example: textmine user add ann --role lead
    """
    accounts = _accounts(run)
    account = accounts.add(name, role, _password())
    return _listed(accounts, f"'{account.name}' may come in as {account.role}.")


@app.command("passwd")
@shown()
def passwd(run: Run, name: NameArgument) -> Section:
    """Give an account a new password. Whoever is in under it has to sign in again.

    Example: textmine user passwd ann
    """
    accounts = _accounts(run)
    accounts.set_password(name, _password())
    return _listed(accounts, f"'{name}' has a new password.")


@app.command("remove")
@shown()
def remove(run: Run, name: NameArgument) -> Section:
    """Remove an account. What was coded under its name stays.

    Example: textmine user remove ann
    """
    accounts = _accounts(run)
    accounts.remove(name)
    return _listed(accounts, f"'{name}' may come in no more.")


@app.command("list")
@shown()
def list_accounts(run: Run) -> Section:
    """List the accounts and their roles.

    Example: textmine user list
    """
    return _listed(_accounts(run), "")


def _accounts(run: Run) -> Accounts:
    from textmine.web.access.accounts import open_accounts
    from textmine.web.serve import refuse_without_extra

    refuse_without_extra()
    return open_accounts(run.workspace.codings_url)


def _password() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    password: str = typer.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    return password


def _listed(accounts: Accounts, sentence: str) -> Section:
    rows = [{"name": account.name, "role": account.role} for account in accounts.all()]
    sentences = [sentence] if sentence else []
    if not rows:
        sentences.append("There are no accounts: 'textmine user add NAME --role lead' makes one.")
    table = Table("accounts", "Accounts", rows)
    return Section("accounts", "Accounts", sentences, [table] if rows else [], records=table)
