"""What a command learns from: a corpus, the documents chosen in it, and their final codes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textmine.cli.shared import final_of, standing

if TYPE_CHECKING:
    from textmine.classify.scoring.gold import GoldCodes
    from textmine.cli.command import Run
    from textmine.codebook import Codebook
    from textmine.corpus import Corpus
    from textmine.schema import Coding


@dataclass(frozen=True)
class ToLearn:
    """A corpus and those of its documents that are learned from, with all that codes them."""

    whole: Corpus
    chosen: Corpus
    codebook: Codebook
    codings: Sequence[Coding]
    gold: Sequence[GoldCodes]


def to_learn(
    run: Run, corpus: str, coder: str | None, dimensions: Sequence[str] | None, codebook: str | None
) -> ToLearn:
    """Return what is to be learned, and say what is left out and whose codes they are."""
    from textmine.classify import gold_codes
    from textmine.corpus import load_corpus, select_documents

    whole = load_corpus(run.workspace, corpus)
    stands = standing(run.workspace, whole, codebook, run.tell)
    chosen = select_documents(whole, run.where)
    final = final_of(stands, coder, chosen, dimensions or ())
    gold = gold_codes(final, stands.codebook, dimensions=dimensions or ())
    return ToLearn(whole, chosen, stands.codebook, stands, gold)
