"""Refuse an option that is given twice where a command takes it once: the first would be lost."""

from __future__ import annotations

from typing import Any

import typer
from typer.core import TyperCommand


class OnceCommand(TyperCommand):
    """A command that never lets the last of two values stand for both without a word."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the arguments; raise BadParameter for a repeated option that takes one value."""
        _, _, given = self.make_parser(ctx).parse_args(args=list(args))
        for option in dict.fromkeys(given):
            once = not (getattr(option, "multiple", True) or getattr(option, "is_flag", True))
            if once and given.count(option) > 1:
                commas = "comma" in (getattr(option, "help", "") or "").casefold()
                how = "put several into one, with commas" if commas else "it takes one value"
                raise typer.BadParameter(
                    f"given {given.count(option)} times; {how}", ctx=ctx, param_hint=option.opts[0]
                )
        return super().parse_args(ctx, args)


def take_options_once(app: typer.Typer) -> None:
    """Let every command of an app, and of the apps in it, refuse repeated options."""
    for command in app.registered_commands:
        command.cls = OnceCommand
    for group in app.registered_groups:
        if group.typer_instance is not None:
            take_options_once(group.typer_instance)
