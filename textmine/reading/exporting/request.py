"""What is asked of an export of codings."""

from dataclasses import dataclass

from textmine.choices import ExportCells, ExportShape
from textmine.errors import InputError
from textmine.reading.coded_at import DOCUMENTS, CodedAt

ALL, EACH = "all", "each"


@dataclass(frozen=True)
class ExportRequest:
    """Which codings go out, and how.

    `coder` is a name, "agreed" for the final codes, "all" for what any of the coders says, "each"
    for a block of columns a coder; None is all in a long table and agreed in others. `at` says at
    which level codes are read. `attributes` are columns of the corpus that go along.
    """

    shape: ExportShape = "long"
    coder: str | None = None
    cells: ExportCells = "01"
    codebook: str | None = None
    roll_up: str | None = None
    at: CodedAt = DOCUMENTS
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
        own = self.shape in ("long", self.at.whole)
        if self.at.whole is not None and not own and not self.at.roll_down:
            raise InputError(
                f"Codes of whole {self.at.whole} are no codes of {self.shape}.",
                hint=f"Say --shape {self.at.whole}, or --roll-down to give them to each document.",
            )
        if self.at.rule not in (None, "any") and self.cells != "01":
            raise InputError(
                f"--rule {self.at.rule} says whether a unit has a code, and --cells {self.cells} "
                "shows every passage that has it.",
                hint="Leave one of them out.",
            )
        if self.shape != "long":
            return
        options = {
            "--rule": self.at.rule is not None,
            "--cells": self.cells != "01",
            "--roll-down": self.at.roll_down,
            "--machine": self.machine,
        }
        for option, is_given in options.items():
            if is_given:
                raise InputError(
                    f"{option} says nothing of a row a coding, which has all that is kept of it.",
                    hint="Leave it out, or say --shape documents.",
                )
