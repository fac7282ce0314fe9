"""Whose codes are read: one coder's, the final ones, or everybody's where nobody can say them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textmine.coding import Codings


@dataclass(frozen=True)
class Voices:
    """The codings that passages are taken from, and those of every human coder beside them.

    Where codings are `apart`, each coder's are read by themselves: nobody can say yet which of them
    stand. `who` names whose they are, `by_machine` says that it is no person, `remarks` what is to
    be said of it.
    """

    codings: Codings
    beside: Codings
    apart: bool
    who: str
    by_machine: bool = False
    remarks: tuple[str, ...] = ()


def voices_of(codings: Codings, dimensions: Sequence[str] = (), coder: str | None = None) -> Voices:
    """Return the codings of a coder; without one the final ones, or else those of every coder.

    Every coder's are taken where nobody can say whose codes stand on one of the dimensions (all
    where none is named): coders differ, and nothing is settled. Raises InputError for a coder who
    is not there, and where people coded nothing and no machine is named.
    """
    final = codings.by(coder)
    named = dimensions or tuple(final.by_whom.parts)
    told = final.by_whom
    why = [
        told.parts[name].unsettled
        for name in named
        if name in told.parts and told.parts[name].unsettled
    ]
    if not why:
        return Voices(
            final,
            codings.human(),
            apart=False,
            who=told.who(*named),
            by_machine=told.kind(*named) == "machine",
            remarks=tuple(told.remarks(*named)),
        )
    everybody = codings.human()
    names = ", ".join(everybody.coders)
    remark = (
        f"{why[0]} So here is what each of them coded, with who coded it ({names}); --coder NAME "
        f"takes one of them, and 'textmine coding adjudicate {told.corpus}' settles it."
    )
    return Voices(everybody, everybody, apart=True, who=names, remarks=(remark,))
