"""A code as it was given: with its role, or none where no code applies."""

from __future__ import annotations

from dataclasses import dataclass

NO_CODE = "-"
"""What is typed on a multi-label dimension when none of its codes applies."""


@dataclass(frozen=True)
class GivenCode:
    """A code with the role it was given in; `code` is None when none applies."""

    code: str | None
    role: str = ""

    @property
    def typed(self) -> str:
        """What stands for it in a cell."""
        return NO_CODE if self.code is None else f"{self.code}{self.role and ':'}{self.role}"
