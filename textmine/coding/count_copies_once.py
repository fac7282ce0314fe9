"""Count the copies of one text once."""

from collections import defaultdict
from dataclasses import dataclass, replace

from textmine.coding.codings import Codings
from textmine.coding.final_record import FinalCodes
from textmine.corpus import Corpus, only_to_code
from textmine.corpus.duplicates import copy_groups


@dataclass(frozen=True)
class CountedOnce:
    """Final codes of one document a text, and how many texts there are when copies count once.

    Of `n_coded` documents with codes, `n_groups` are left; the codes of `n_differ` texts differ
    between their copies.
    """

    final: FinalCodes
    n_corpus: int
    n_coded: int
    n_groups: int
    n_differ: int

    def narrowed(self, codings: Codings) -> Codings:
        """Return the codings of the documents that are left."""
        documents = {code for part in self.final.parts.values() for code in part.codes}
        items = tuple(coding for coding in codings if coding.document in documents)
        return replace(codings, items=items, final=self.final)


def one_per_group(final: FinalCodes, corpus: Corpus) -> CountedOnce:
    """Keep the final codes of one document of each group of exact and near copies.

    It stands for the others: the first in the corpus with codes on the most dimensions. A whole
    document is kept and not a weighted mean of the copies, so that counts stay whole numbers of
    texts somebody can read. Raises InputError where no duplicates were looked for.
    """
    groups = copy_groups(corpus)
    codes_of: defaultdict[str, dict[str, frozenset[str]]] = defaultdict(dict)
    for dimension, part in final.parts.items():
        for document, codes in part.codes.items():
            codes_of[document][dimension] = codes
    coded: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    texts: set[tuple[str, str]] = set()
    for identity in only_to_code(corpus, codes_of).ids:
        key = ("group", groups[identity]) if identity in groups else ("document", identity)
        texts.add(key)
        if identity in codes_of:
            coded[key].append(identity)
    standing = {
        max(members, key=lambda member: len(codes_of[member])) for members in coded.values()
    }
    return CountedOnce(
        final.only(standing),
        len(texts),
        sum(len(members) for members in coded.values()),
        len(standing),
        sum(
            any(codes_of[member] != codes_of[members[0]] for member in members)
            for members in coded.values()
        ),
    )
