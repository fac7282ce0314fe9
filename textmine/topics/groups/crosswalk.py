"""Do the themes that a machine found follow the codes that people gave? A table, and a test."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from textmine.arrays import Floats
from textmine.choices import Cluster
from textmine.codebook import Codebook
from textmine.coding import by_people, final_codes
from textmine.errors import InputError
from textmine.schema import Coding
from textmine.stats.groups.soft_association import SoftAssociation, soft_association
from textmine.topics.groups.clusters import clusters_of
from textmine.topics.placed import Placed

NO_CODE = "(none)"
_FEWEST = 2


@dataclass(frozen=True)
class Crosswalk:
    """Themes by the codes of one dimension, over the documents that people coded.

    `association.table` is themes by `codes`, in documents: each adds up to 1 over its themes, or
    counts for its main theme alone (`main`), and over its codes. `n_uncoded` documents have no code
    by these coders, `n_unplaced` are in no theme.
    `remarks` say what the codes rest on.
    """

    dimension: str
    codes: tuple[str, ...]
    names: dict[str, str]
    topics: tuple[str, ...]
    coders: tuple[str, ...]
    main: bool
    association: SoftAssociation
    clusters: str
    n_uncoded: int
    n_unplaced: int
    remarks: tuple[str, ...] = ()


def crosswalk_topics(
    placed: Placed,
    codings: Sequence[Coding],
    codebook: Codebook,
    dimension: str,
    coders: Sequence[str] = (),
    kind: Cluster | None = None,
    *,
    main: bool = False,
    n_permutations: int = 4999,
) -> Crosswalk:
    """Cross themes with the human codes of a dimension.

    Without `coders` the final codes are taken; several coders who are named count equally in a
    document. Codes made by machines are left out, and a coder who is one is refused. The test
    permutes whole clusters (`soft_association`). Raises InputError for a coder or dimension without
    codes here, and where all documents have one code or there is one theme only.
    """
    placed.need_two_themes()
    known = codebook.dimension(dimension).id
    codes_of: dict[str, list[frozenset[str]]] = {}
    chosen, remarks = [], []
    for coder in dict.fromkeys(coders or (None,)):
        final = final_codes(codings, coder, documents=set(placed.corpus.ids))
        for document, codes in final.on(known).codes.items():
            codes_of.setdefault(document, []).append(codes or frozenset({NO_CODE}))
        chosen.append(final.who(known))
        remarks += final.remarks(known)
    coded = np.array([identity in codes_of for identity in placed.corpus.ids])
    mask = coded & placed.in_topics
    order = [*codebook.dimension(dimension).code_ids, NO_CODE]
    codes_given = {code for by_coder in codes_of.values() for codes in by_coder for code in codes}
    used = [code for code in order if code in codes_given] + sorted(codes_given - set(order))
    if mask.sum() < _FEWEST or len(used) < _FEWEST:
        raise InputError(
            f"{mask.sum()} documents of '{placed.corpus.name}' have codes by {', '.join(chosen)} "
            f"on '{known}', {len(used)} different ones: nothing to cross.",
            hint="Name another --dimension or --coders.",
        )
    ids = [identity for identity, here in zip(placed.corpus.ids, mask, strict=True) if here]
    clusters = clusters_of(placed.corpus, kind)
    shares = placed.unit_topic[mask]
    if main:
        shares = np.eye(placed.model.n_topics)[shares.argmax(axis=1)]
    measured = soft_association(
        shares,
        np.array([_shares(codes_of[identity], used) for identity in ids]),
        clusters.of(mask),
        n_permutations=n_permutations,
        seed=placed.model.seed,
    )
    names = {code.id: code.name for code in codebook.dimension(dimension).codes}
    return Crosswalk(
        dimension=known,
        codes=tuple(used),
        names={code: names.get(code, "") for code in used},
        topics=tuple(placed.model.topic_ids),
        coders=tuple(chosen),
        main=main,
        association=measured,
        clusters=clusters.kind,
        n_uncoded=int((~coded).sum()),
        n_unplaced=int((coded & ~placed.in_topics).sum()),
        remarks=tuple(remarks),
    )


def human_dimensions(codings: Sequence[Coding], codebook: Codebook) -> list[str]:
    """Return the dimensions on which people gave codes, in the order of the codebook."""
    coded = {coding.dimension for coding in by_people(codings)}
    return [dimension.id for dimension in codebook.dimensions if dimension.id in coded]


def _shares(by_coder: Sequence[frozenset[str]], codes: Sequence[str]) -> Floats:
    """Return the share of each code in a document: coders count equally, and so do their codes."""
    shares_by_coder = [[(code in mine) / len(mine) for code in codes] for mine in by_coder]
    return np.asarray(np.mean(shares_by_coder, axis=0), dtype=np.float64)
