"""The `textmine` command: registers every command, turns errors into sentences and exit codes.

No option is given twice where one counts, and the shell completes names.
"""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Callable, Sequence
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, get_args

import typer
from typer.core import TyperCommand
from typer.models import ParameterInfo

from textmine.cli.output import InertGroup, inert_output
from textmine.cli.shared import say
from textmine.cli.typed_words import as_store_error, in_typed_words, set_typed
from textmine.errors import TextmineError
from textmine.running import collect_no_more, collect_seldom, one_change

if TYPE_CHECKING:
    from textmine.store import Workspace


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


_COMMANDS = {
    **{"init": "workspace", "demo": "demo", "status": "workspace", "doctor": "workspace"},
    **{"prepare": "workspace", "tabulate": "tabulate", "quotes": "quotes", "matrix": "matrix"},
    **{"findings": "matrix", "levels": "displays", "timeline": "displays", "actors": "displays"},
    **dict.fromkeys(("compare", "cooccurrence", "saturation"), "codes_of_units"),
    **{"agreement": "agreement", "train": "train", "apply": "apply", "evaluate": "evaluate"},
    **{"curve": "train", "suspect": "suggest", "suggest": "suggest", "prevalence": "tabulate"},
    **{"benchmark": "evaluate", "words": "words", "kwic": "words", "find": "find"},
    **{"search": "find", "report": "report", "claims": "report", "web": "web"},
    **{"undo": "undo", "verify": "verify"},
}
_GROUPS = {
    **{name: name for name in ("corpus", "participants", "codebook", "coding", "memo", "exchange")},
    **{"llm": "llm", "model": "undo", "topics": "topics", "user": "web"},
}
"""Commands and groups of commands, and the modules they are in: only what is typed is imported."""

_INTERRUPTED = 130


def _version(wanted: bool) -> None:
    if wanted:
        from textmine import __version__

        typer.echo(f"textmine {__version__}")
        raise typer.Exit


def _options(
    version: bool = typer.Option(
        False, "--version", callback=_version, is_eager=True, help="Print the version."
    ),
) -> None:
    pass


@cache
def _program(only: str = "") -> typer.Typer:
    """Return the program, with one command or group where its name is given."""
    program = typer.Typer(
        name="textmine",
        cls=_Commands,
        help="Auto-code messages, mine themes, and compare machines with human coders. Offline.",
        no_args_is_help=True,
        rich_markup_mode=None,
        add_completion=True,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"], "color": True},
    )
    program.callback()(_options)
    for name, file in _COMMANDS.items():
        if only in ("", name):
            program.command(name)(getattr(import_module(f"textmine.cli.{file}"), name))
    for name, file in _GROUPS.items():
        if only in ("", name):
            program.add_typer(import_module(f"textmine.cli.{file}").app, name=name)
    take_options_once(program)
    complete_names(program)
    return program


def __getattr__(name: str) -> Any:
    if name == "app":
        return _program()
    raise AttributeError(f"module '{__name__}' has no attribute '{name}'")


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code; nothing that it prints acts."""
    with inert_output():
        return _run(arguments)


def _run(arguments: Sequence[str] | None) -> int:
    typed = list(sys.argv[1:] if arguments is None else arguments)
    only = typed[0] if typed and typed[0] in {*_COMMANDS, *_GROUPS} - {"demo"} else ""
    commands = typer.main.get_command(_program(only))  # the demonstration runs the others
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


class OnceCommand(TyperCommand):
    """A command that never lets the last of two values stand for both without a word."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the arguments; raise BadParameter for a repeated option that takes one value."""
        args = _in_new_spelling(self, args)
        _, _, typed_options = self.make_parser(ctx).parse_args(args=list(args))
        for option in dict.fromkeys(typed_options):
            once = not (getattr(option, "multiple", True) or getattr(option, "is_flag", True))
            if once and typed_options.count(option) > 1:
                commas = "comma" in (getattr(option, "help", "") or "").casefold()
                how = "put several into one, with commas" if commas else "it takes one value"
                raise typer.BadParameter(
                    f"given {typed_options.count(option)} times; {how}",
                    ctx=ctx,
                    param_hint=option.opts[0],
                )
        return super().parse_args(ctx, args)


_FORMER = {"--n": "--limit"}
"""Former spelling of an option -> its present one; commands that have the former keep it."""


def _in_new_spelling(command: TyperCommand, arguments: list[str]) -> list[str]:
    """Return the arguments with each former spelling that the command lacks in its present one."""
    names = {name for parameter in command.params for name in parameter.opts}
    renamed = {old: new for old, new in _FORMER.items() if new in names and old not in names}
    end = arguments.index("--") if "--" in arguments else len(arguments)
    spelled = []
    for argument in arguments[:end]:
        option, equals, value = argument.partition("=")
        spelled.append(f"{renamed.get(option, option)}{equals}{value}")
    return [*spelled, *arguments[end:]]


def take_options_once(app: typer.Typer) -> None:
    """Let every command of an app, and of the apps in it, refuse repeated options."""
    for command in app.registered_commands:
        command.cls = OnceCommand
    for group in app.registered_groups:
        if group.typer_instance is not None:
            take_options_once(group.typer_instance)


def complete_names(app: typer.Typer) -> None:
    """Let the shell complete what commands of an app, and of the apps in it, take by a name."""
    for command in app.registered_commands:
        if command.callback is None:
            continue
        for name, hint in command.callback.__annotations__.items():
            for info in get_args(hint)[1:]:
                if isinstance(info, ParameterInfo) and name in _NAMED:
                    info.autocompletion = _NAMED[name]
    for group in app.registered_groups:
        if group.typer_instance is not None:
            complete_names(group.typer_instance)


def _in_workspace(names: Callable[[Workspace], list[str]]) -> Callable[[Any, str], list[str]]:
    """Return what completes a name from those in the workspace around; nothing where none is."""

    def complete(ctx: typer.Context, incomplete: str) -> list[str]:
        from textmine.store import find_workspace

        try:
            choices = names(find_workspace(ctx.params.get("workspace")))
        except (TextmineError, OSError):
            return []
        return [name for name in choices if name.startswith(incomplete)]

    return complete


def _corpora(space: Workspace) -> list[str]:
    from textmine.corpus.corpus import CORPUS_TOML

    return space.names("corpora", CORPUS_TOML)


def _models(space: Workspace) -> list[str]:
    from textmine.store.manifest import MANIFEST

    return space.names("models", MANIFEST)


def _codebooks(space: Workspace) -> list[str]:
    from textmine.codebook import list_codebooks

    return [listed.codebook.name for listed in list_codebooks(space)]


_NAMED = {
    **dict.fromkeys(("corpus", "corpora"), _in_workspace(_corpora)),
    **dict.fromkeys(("model", "system"), _in_workspace(_models)),
    "codebook": _in_workspace(_codebooks),
}
"""What an argument or an option of this name takes."""
