"""textmine web."""

from __future__ import annotations

from typing import Annotated

import typer

from textmine.cli.command import Run, shown
from textmine.cli.shared import say


@shown(without=("format", "full"))
def web(
    run: Run,
    port: Annotated[
        int, typer.Option(help="The port to serve on; 0: any that is free.", min=0, max=65535)
    ] = 8765,
    host: Annotated[
        str, typer.Option(help="The address to serve on; another than this computer: --accounts.")
    ] = "127.0.0.1",
    accounts: Annotated[
        bool, typer.Option("--accounts", help="People sign in: see 'textmine user add'.")
    ] = False,
    name: Annotated[
        list[str] | None,
        typer.Option(
            help="A name under which others reach it, such as that of a proxy; may be repeated."
        ),
    ] = None,
    no_browser: Annotated[
        bool, typer.Option("--no-browser", help="Do not open a browser; print the link only.")
    ] = False,
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
    try:
        serve(run.workspace, wanted, ready)
    except KeyboardInterrupt:
        say("Stopped. All codes that you pressed are saved.")
