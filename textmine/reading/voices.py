"""Whose codes are read: one coder's, the final ones, or everybody's where nobody can say them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from textmine.coding import Codings
from textmine.errors import InputError
from textmine.reading.coded_at import DOCUMENTS, CodedAt, by_rule


@dataclass(frozen=True)
class Voices:
    """The codings that passages are taken from, and those of everybody beside them.

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


def voices_of(
    codings: Codings,
    dimensions: Sequence[str] = (),
    coder: str | None = None,
    at: CodedAt = DOCUMENTS,
) -> Voices:
    """Return the codings of a coder on dimensions (all where none is named), or the final ones.

    A rule of `at` says which of their codes count.

    Every coder's are taken where nobody can say whose codes stand on one of the dimensions: coders
    differ, and nothing is settled. Raises InputError for a coder who is not there, or coded none of
    these dimensions, and where people coded nothing and no machine is named.
    """
    asked = codings
    if dimensions:
        items = tuple(coding for coding in codings if coding.dimension in dimensions)
        asked = replace(codings, items=items)
        if coder is not None and coder not in asked.coders and coder in codings.coders:
            raise InputError(
                f"'{coder}' coded nothing on {' and '.join(dimensions)}.",
                hint=f"Those who did: {', '.join(asked.coders)}.",
            )
    chosen = asked.by(coder)
    final = chosen.by_whom
    why = [part.unsettled for part in final.parts.values() if part.unsettled]
    if not why:
        chosen = by_rule(chosen, at, tuple(dimensions))
        final = chosen.by_whom
        return Voices(
            chosen,
            codings,
            apart=False,
            who=final.who(),
            by_machine=final.kind() == "machine",
            remarks=(*chosen.remarks[len(codings.remarks) :], *final.remarks()),
        )
    everybody = asked.human()
    if at.rule is not None:
        raise InputError(
            f"{why[0]} So a rule cannot say which codes count.",
            hint=f"Say --coder NAME, or settle it: 'textmine coding adjudicate {final.corpus}'.",
        )
    names = ", ".join(everybody.coders)
    remark = (
        f"{why[0]} So here is what each of them coded, with who coded it ({names}). --coder NAME "
        f"takes one of them; 'textmine coding adjudicate {final.corpus}' settles it."
    )
    return Voices(everybody, codings, apart=True, who=names, remarks=(remark,))
