"""The `textmine` command: registers every command, turns errors into sentences and exit codes."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Sequence
from copy import copy
from functools import cache
from typing import Any

import typer

from textmine.cli import (
    actors,
    agreement,
    apply,
    benchmark,
    claims,
    codebook,
    coding,
    compare,
    cooccurrence,
    corpus,
    curve,
    demo,
    doctor,
    evaluate,
    exchange,
    find,
    findings,
    init,
    kwic,
    levels,
    llm,
    matrix,
    memo,
    model,
    participants,
    prepare,
    prevalence,
    quotes,
    report,
    saturation,
    search,
    status,
    suggest,
    suspect,
    tabulate,
    timeline,
    topics,
    train,
    undo,
    user,
    verify,
    web,
    words,
)
from textmine.cli.command_words import in_typed_words, set_typed
from textmine.cli.completing import complete_names
from textmine.cli.once import take_options_once
from textmine.cli.output import InertGroup, inert_output
from textmine.cli.shared import say
from textmine.cli.system_errors import as_store_error
from textmine.errors import TextmineError
from textmine.running import collect_no_more, collect_seldom, one_change


class _Commands(InertGroup):
    """The commands; all that one of them changes in a workspace is one change, named by it."""

    def main(self, args: Sequence[str] | None = None, *more: Any, **options: Any) -> Any:
        typed = sys.argv[1:] if args is None else list(args)
        with one_change(shlex.join(typed)) as command:
            try:
                return super().main(typed, *more, **options)
            except (KeyboardInterrupt, SystemExit) as leave:
                if isinstance(leave, SystemExit) and leave.code != _INTERRUPTED:
                    raise
                typer.echo(in_typed_words(command.stopped), err=True)
                raise SystemExit(_INTERRUPTED) from leave


app = typer.Typer(
    name="textmine",
    cls=_Commands,
    help="Auto-code messages, mine themes, and compare machines with human coders. Offline.",
    no_args_is_help=True,
    rich_markup_mode=None,
    add_completion=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "color": True},
)
app.command("init")(init.init)
app.command("demo")(demo.demo)
app.command("status")(status.status)
app.command("doctor")(doctor.doctor)
app.add_typer(corpus.app, name="corpus")
app.add_typer(participants.app, name="participants")
app.command("prepare")(prepare.prepare)
app.add_typer(codebook.app, name="codebook")
app.add_typer(coding.app, name="coding")
app.add_typer(memo.app, name="memo")
app.add_typer(exchange.app, name="exchange")
app.command("tabulate")(tabulate.tabulate)
app.command("quotes")(quotes.quotes)
app.command("matrix")(matrix.matrix)
app.command("findings")(findings.findings)
app.command("levels")(levels.levels)
app.command("timeline")(timeline.timeline)
app.command("actors")(actors.actors)
app.command("compare")(compare.compare)
app.command("cooccurrence")(cooccurrence.cooccurrence)
app.command("saturation")(saturation.saturation)
app.command("agreement")(agreement.agreement)
app.command("train")(train.train)
app.command("apply")(apply.apply)
app.add_typer(llm.app, name="llm")
app.command("evaluate")(evaluate.evaluate)
app.command("curve")(curve.curve)
app.command("suspect")(suspect.suspect)
app.command("suggest")(suggest.suggest)
app.command("prevalence")(prevalence.prevalence)
app.command("benchmark")(benchmark.benchmark)
app.add_typer(model.app, name="model")
app.add_typer(topics.app, name="topics")
app.command("words")(words.words)
app.command("kwic")(kwic.kwic)
app.command("find")(find.find)
app.command("search")(search.search)
app.command("report")(report.report)
app.command("claims")(claims.claims)
app.command("web")(web.web)
app.add_typer(user.app, name="user")
app.command("undo")(undo.undo)
app.command("verify")(verify.verify)
take_options_once(app)
complete_names(app)

_INTERRUPTED = 130


def _version(wanted: bool) -> None:
    if wanted:
        from textmine import __version__

        typer.echo(f"textmine {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: bool = typer.Option(
        False, "--version", callback=_version, is_eager=True, help="Print the version."
    ),
) -> None:
    pass


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code; nothing that it prints acts."""
    with inert_output():
        return _run(arguments)


@cache
def _with_only(name: str) -> typer.Typer:
    """Return the program with the command or group of a name, the whole one where there is none.

    To make all its commands takes a tenth of a second. The demonstration runs the others.
    """
    if name == "demo":
        return app
    asked = copy(app)
    asked.registered_commands = [
        registered_command
        for registered_command in app.registered_commands
        if registered_command.name == name
    ]
    asked.registered_groups = [
        registered_group
        for registered_group in app.registered_groups
        if registered_group.name == name
    ]
    return asked if asked.registered_commands or asked.registered_groups else app


def _run(arguments: Sequence[str] | None) -> int:
    typed = list(sys.argv[1:] if arguments is None else arguments)
    commands = typer.main.get_command(_with_only(typed[0] if typed else ""))
    set_typed(commands, typed)
    try:
        commands(args=typed)
    except SystemExit as leave:
        return leave.code if isinstance(leave.code, int) else 1
    except TextmineError as error:
        say(f"Error: {error}")
        return error.exit_code
    except OSError as error:
        told = as_store_error(error)
        say(f"Error: {told}")
        return told.exit_code
    return 0


def main() -> None:
    """Be the `textmine` program: run, and leave with the exit code.

    After Ctrl-C the interpreter is left at once: queues of worker processes that were ended would
    keep it waiting.
    """
    collect_seldom()
    code = run()
    if code == _INTERRUPTED:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
    collect_no_more()
    sys.exit(code)
