"""Count the copies of one text once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from textmine.corpus import Corpus
from textmine.corpus.duplicates import copy_groups
from textmine.schema import Coding


@dataclass(frozen=True)
class CountedOnce:
    """Codings of one document a text, and how many texts the corpus has when copies count once.

    Of `n_coded` documents with codes, `n_groups` are left; the codes of `n_differ` texts differ
    between their copies.
    """

    codings: tuple[Coding, ...]
    n_corpus: int
    n_coded: int
    n_groups: int
    n_differ: int


def one_per_group(codings: Sequence[Coding], corpus: Corpus, coder: str) -> CountedOnce:
    """Keep one coder's codings of one document of each group of exact and near copies.

    It stands for the others: the first in the corpus with codes on the most dimensions. A whole
    document is kept and not a weighted mean of the copies, so that counts stay whole numbers of
    texts somebody can read. Raises InputError where no duplicates were looked for.
    """
    groups = copy_groups(corpus)
    said: defaultdict[str, set[tuple[str, str | None]]] = defaultdict(set)
    for coding in codings:
        if coding.coder == coder:
            said[coding.document].add((coding.dimension, coding.code))
    coded: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    texts: set[tuple[str, str]] = set()
    for identity in corpus.ids:
        key = ("group", groups[identity]) if identity in groups else ("document", identity)
        texts.add(key)
        if identity in said:
            coded[key].append(identity)

    def breadth(identity: str) -> int:
        return len({dimension for dimension, _ in said[identity]})

    standing = {max(members, key=breadth) for members in coded.values()}
    return CountedOnce(
        tuple(each for each in codings if each.coder == coder and each.document in standing),
        len(texts),
        sum(len(members) for members in coded.values()),
        len(standing),
        sum(len({frozenset(said[each]) for each in members}) > 1 for members in coded.values()),
    )
