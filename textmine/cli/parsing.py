"""How options are read: none is given twice where one counts, and the shell completes names."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, get_args

import typer
from typer.core import TyperCommand
from typer.models import ParameterInfo

if TYPE_CHECKING:
    from textmine.store import Workspace


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
        from textmine.errors import TextmineError
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
