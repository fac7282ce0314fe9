"""The table of codes of a corpus in a workspace: which codes, whose, and copies once or each."""

from __future__ import annotations

from dataclasses import dataclass

from textmine.coding.per_group import one_per_group
from textmine.coding.standing import chosen_codings
from textmine.coding.tabulation import Tabulation, tabulate_codes, tabulated_dimensions
from textmine.config import Tell, untold
from textmine.corpus import Corpus
from textmine.store import Workspace


@dataclass(frozen=True)
class TabulationRequest:
    """Whose codes are counted, and how.

    `coder` None takes the final codes, `dimension` None the codebook's product, `codebook` None the
    one used. `roll_up` reads nested codes as those they are grouped under; `per_group` counts exact
    and near copies of a text once.
    """

    coder: str | None = None
    dimension: str | None = None
    codebook: str | None = None
    roll_up: str | None = None
    per_group: bool = False


def tabulate_corpus(
    workspace: Workspace, corpus: Corpus, request: TabulationRequest, tell: Tell = untold
) -> Tabulation:
    """Count the codes of a corpus, and tell whose they are and what is left out.

    Raises InputError when there are no such codes, or when copies were not looked for.
    """
    chosen = chosen_codings(workspace, corpus, request.coder, request.codebook, request.roll_up)
    book, final = chosen.codebook, chosen.by_whom
    sides = tabulated_dimensions(final, book, request.dimension)
    for remark in (*chosen.remarks, *final.remarks(*sides)):
        tell(remark)
    n_corpus = len(corpus)
    if request.per_group:
        once = one_per_group(final, corpus)
        final, n_corpus = once.final, once.n_corpus
        tell(
            f"{once.n_coded:,} documents with codes are {once.n_groups:,} when copies count once, "
            f"by the first with the codes; copies of {once.n_differ:,} of these texts have "
            "different codes."
        )
    return tabulate_codes(
        final,
        book,
        n_corpus,
        dimension=request.dimension,
        per_group=request.per_group,
    )
