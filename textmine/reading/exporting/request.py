"""What is asked of an export of codings."""

from __future__ import annotations

from dataclasses import dataclass

from textmine.choices import ExportCells, ExportShape, RollUpRule, Whole
from textmine.errors import InputError

ALL, EACH = "all", "each"


@dataclass(frozen=True)
class ExportRequest:
    """Which codings go out, and how.

    `coder` is a name, "agreed" for the final codes, "all" for what any of the coders says, "each"
    for a block of columns a coder; None is all in a long table and agreed in others. `level` names
    units that were coded as a whole, None documents; `roll_down` gives their codes to each of their
    documents. `attributes` are columns of the corpus that go along.
    """

    shape: ExportShape = "long"
    coder: str | None = None
    cells: ExportCells = "01"
    codebook: str | None = None
    roll_up: str | None = None
    level: Whole | None = None
    roll_down: bool = False
    rule: RollUpRule = "any"
    machine: bool = False
    text: bool = False
    attributes: tuple[str, ...] = ()

    def check(self) -> None:
        """Raise InputError for what goes not together."""
        if self.text and self.shape not in ("long", "documents"):
            raise InputError(
                f"--with-text goes with documents, and a row is one of the {self.shape}.",
                hint="Say --shape documents or --shape long.",
            )
        if self.roll_down and self.level is None:
            raise InputError(
                "--roll-down hands down codes of larger units, and none are named.",
                hint="Say --level interviews, cases or authors.",
            )
        own = self.shape in ("long", self.level)
        if self.level is not None and not own and not self.roll_down:
            raise InputError(
                f"Codes of whole {self.level} are no codes of {self.shape}.",
                hint=f"Say --shape {self.level}, or --roll-down to give them to each document.",
            )
        if self.rule != "any" and self.cells != "01":
            raise InputError(
                f"--rule {self.rule} says whether a unit has a code, and --cells {self.cells} "
                "shows every passage that has it.",
                hint="Leave one of them out.",
            )
        if self.shape != "long":
            return
        given = {
            "--rule": self.rule != "any",
            "--cells": self.cells != "01",
            "--roll-down": self.roll_down,
            "--machine": self.machine,
        }
        for option, said in given.items():
            if said:
                raise InputError(
                    f"{option} says nothing of a row a coding, which has all that is kept of it.",
                    hint="Leave it out, or say --shape documents.",
                )
