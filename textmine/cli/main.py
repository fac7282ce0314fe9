"""The `textmine` command: registers every command, turns errors into sentences and exit codes."""

import os
import shlex
import sys
from collections.abc import Sequence
from copy import copy
from functools import cache
from typing import Any

import typer

from textmine.cli.agreement import agreement
from textmine.cli.apply import apply
from textmine.cli.codebook import app as codebook
from textmine.cli.codes_of_units import compare, cooccurrence, saturation
from textmine.cli.coding import app as coding
from textmine.cli.corpus import app as corpus
from textmine.cli.demo import demo
from textmine.cli.displays import actors, levels, timeline
from textmine.cli.evaluate import benchmark, evaluate
from textmine.cli.exchange import app as exchange
from textmine.cli.find import find, search
from textmine.cli.llm import app as llm
from textmine.cli.matrix import findings, matrix
from textmine.cli.memo import app as memo
from textmine.cli.output import InertGroup, inert_output
from textmine.cli.parsing import complete_names, take_options_once
from textmine.cli.participants import app as participants
from textmine.cli.quotes import quotes
from textmine.cli.report import claims, report
from textmine.cli.shared import say
from textmine.cli.suggest import suggest, suspect
from textmine.cli.tabulate import prevalence, tabulate
from textmine.cli.topics import app as topics
from textmine.cli.train import curve, train
from textmine.cli.typed_words import as_store_error, in_typed_words, set_typed
from textmine.cli.undo import app as model
from textmine.cli.undo import undo
from textmine.cli.verify import verify
from textmine.cli.web import app as user
from textmine.cli.web import web
from textmine.cli.words import kwic, words
from textmine.cli.workspace import doctor, init, prepare, status
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
_COMMANDS = [
    *(init, demo, status, doctor, prepare),
    *(tabulate, quotes, matrix, findings, levels, timeline, actors),
    *(compare, cooccurrence, saturation, agreement),
    *(train, apply, evaluate, curve, suspect, suggest, prevalence, benchmark),
    *(words, kwic, find, search, report, claims, web, undo, verify),
]
for command in _COMMANDS:
    app.command(command.__name__)(command)
for name, group in {
    "corpus": corpus,
    "participants": participants,
    "codebook": codebook,
    "coding": coding,
    "memo": memo,
    "exchange": exchange,
    "llm": llm,
    "model": model,
    "topics": topics,
    "user": user,
}.items():
    app.add_typer(group, name=name)
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
        problem = as_store_error(error)
        say(f"Error: {problem}")
        return problem.exit_code
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
