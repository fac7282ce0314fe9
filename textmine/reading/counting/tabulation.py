"""How many units have each code, crossed with other codes or with groups, with margins."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from textmine.choices import Together
from textmine.codebook import Codebook
from textmine.coding import Codings, FinalCodes
from textmine.corpus import Corpus, Level, only_to_code, said_of_questions, units_at
from textmine.errors import InputError
from textmine.reading.coded_units import CodedUnits, coded_units, corpus_of
from textmine.reading.counting.chances import drawn_of
from textmine.reading.counting.sides import Ints, Side, codes_side, cross, group_levels, groups_side
from textmine.stats import Interval, wilson_interval


@dataclass(frozen=True)
class Share:
    """A count out of n; the interval is Wilson's, and None where no draw says what it would mean.

    Where nothing was counted (n is 0) per cent are nan.
    """

    count: int
    n: int
    interval: Interval | None = None

    @property
    def percent(self) -> float:
        """The count in per cent of n."""
        return 100 * self.count / self.n if self.n else float("nan")


@dataclass(frozen=True)
class Tabulation:
    """Counts of codes that stand: rows by columns (or one dimension alone), with margins.

    `unit` is what is counted, and each unit once in a cell. `n` units have the codes, of `n_corpus`
    in the corpus (None where passages are marked in the text, so that nobody knows how many there
    are); `incomplete` have one side only, and `several` have more than one code of a dimension, so
    that the counts add up to more than n. With `groups` the columns are groups of documents: then n
    of a cell is that of its group, and `in_several` units belong to several of them.

    `chances` are the lowest and the highest with which the documents were drawn, where they differ:
    then the counts are those of the sample, and no estimate of shares in the corpus. So they are
    where the chance of `n_unknown` documents is not known, and where `n_beyond` documents of the
    corpus could not be drawn. `per_group` says that n and n_corpus count the copies of one text
    once; no interval applies, because a text with many copies is likelier to be drawn. `selection`
    says why the documents were chosen by their codes, "" where they were not: then the counts are
    of them alone. `census` says that every document of the corpus is coded, so that no sampling
    interval applies. Units that are no documents were drawn by nobody and have no interval.
    """

    coder: str
    origin: str
    rows: str
    columns: str | None
    row_codes: tuple[str, ...]
    column_codes: tuple[str, ...]
    cells: Mapping[tuple[str, str], Share]
    row_totals: Mapping[str, Share]
    column_totals: Mapping[str, Share]
    n: int
    n_corpus: int | None
    incomplete: int
    cell_names: Mapping[str, str]
    row_names: Mapping[str, str]
    several: int = 0
    chances: tuple[float, float] | None = None
    n_unknown: int = 0
    n_beyond: int = 0
    per_group: bool = False
    selection: str = ""
    unit: Level = "documents"
    of_texts: bool = True
    groups: bool = False
    in_several: int = 0
    remarks: tuple[str, ...] = ()
    column_names: Mapping[str, str] = field(default_factory=dict)

    @property
    def census(self) -> bool:
        """Whether every document of the corpus is in the table."""
        return self.of_texts and self.n == self.n_corpus


@dataclass(frozen=True)
class Counted:
    """What is counted, and how.

    `rows` is a dimension, `columns` another one, or with `groups` a column of the corpus; None for
    the rows alone. `level` None counts documents (passages where the corpus was cut from files),
    each as a whole. `roles` keeps the roles of a code apart.
    """

    rows: str
    columns: str | None = None
    groups: bool = False
    level: Level | None = None
    together: Together = "text"
    roles: bool = True

    @property
    def dimensions(self) -> list[str]:
        """The dimensions on either side."""
        crossed = [] if self.columns is None or self.groups else [self.columns]
        return [self.rows, *crossed]

    @property
    def texts(self) -> tuple[Level, bool]:
        """The units in which codes stand together, and whether their texts are taken whole."""
        if self.together == "unit" and self.level not in (None, "passages"):
            return self.level or "documents", False
        return "passages", self.level != "passages"


def texts_of(codings: Codings, wanted: Counted, dimensions: Sequence[str]) -> CodedUnits:
    """Return the texts in which codes stand together, or the units where that is anywhere."""
    level, whole = wanted.texts
    return coded_units(codings, level, dimensions, whole=whole)


def tabulate_codes(
    codings: Codings,
    coder: str | None = None,
    dimension: str | None = None,
    *,
    per_group: bool = False,
    n_corpus: int | None = None,
    n_beyond: int = 0,
) -> Tabulation:
    """Count documents by the codebook's product, or by one dimension, with the codes that stand.

    `n_corpus` is how many documents count, all of the corpus where None. Raises InputError when
    there are no final codes (see `final_codes`).
    """
    chosen = codings if codings.final is not None and coder is None else codings.by(coder)
    sides = tabulated_dimensions(chosen.by_whom, chosen.codebook, dimension)
    wanted = Counted(sides[0], sides[1] if len(sides) > 1 else None)
    return tabulate(chosen, wanted, per_group=per_group, n_corpus=n_corpus, n_beyond=n_beyond)


def tabulate(
    codings: Codings,
    wanted: Counted,
    *,
    per_group: bool = False,
    n_corpus: int | None = None,
    n_beyond: int = 0,
    texts: CodedUnits | None = None,
) -> Tabulation:
    """Count units by the codes of a dimension, crossed with another or with groups.

    `codings` are those of one coder, or the final ones (`Codings.by`); `n_beyond` documents of the
    corpus could not be drawn, `texts` are what `texts_of` returns. Two codes stand together where
    one text has both: documents, or passages where these are counted. A unit of a higher level (an
    interview) has what any of its texts has, and is counted in every group that its coded texts
    belong to. With together "unit" they stand together anywhere in the unit. Raises InputError when
    no unit has both sides.
    """
    corpus, book, final = corpus_of(codings), codings.codebook, codings.by_whom
    dimensions = wanted.dimensions
    level = wanted.level or ("passages" if corpus.info.cut_files else "documents")
    if texts is None:
        texts = texts_of(codings, wanted, dimensions)
    unit_of = _unit_of(texts, corpus, level)
    rows = codes_side(texts, book, wanted.rows, roles=wanted.roles)
    columns = _columns(texts, corpus, book, wanted)
    crossing = cross(rows, columns, unit_of)
    chosen = final.who(*dimensions)
    if not crossing.n:
        raise InputError(
            f"No {level[:-1]} has codes by {chosen} on {rows.name}"
            + (f" and {columns.name}." if wanted.columns else "."),
            hint="Import them with 'textmine coding import'.",
        )
    of_texts = _are_texts(corpus, level) and all(
        span is None for span, here in zip(texts.spans, crossing.both, strict=True) if here
    )
    total = n_corpus if n_corpus is not None else _n_units(corpus, level, texts, of_texts)
    ids = corpus.ids
    drawn = drawn_of(
        final,
        dimensions,
        [ids[rows[0]] for rows, here in zip(texts.members, crossing.both, strict=True) if here],
        n_beyond,
    )
    random = of_texts and drawn.evenly and not per_group
    there = _to_code(corpus, texts)
    sizes = _sizes(there, book, wanted, columns, total if of_texts else None)
    n_questions = len(corpus) - len(there) if of_texts else 0

    def share(count: int, n: int, size: int | None) -> Share:
        part = random and size is not None and 0 < n < size
        return Share(int(count), int(n), wilson_interval(int(count), int(n)) if part else None)

    n_of = crossing.column_totals if wanted.groups else np.full(len(columns.labels), crossing.n)
    product, names = book.product, {} if wanted.columns else dict(rows.meanings)
    crossed = product is not None and (product.rows, product.columns) == (rows.name, columns.name)
    return Tabulation(
        coder=chosen,
        origin=drawn.origin,
        rows=rows.name,
        columns=wanted.columns,
        row_codes=rows.labels,
        column_codes=columns.labels,
        cells={
            (row, column): share(crossing.cells[i, j], n_of[j], sizes[j])
            for i, row in enumerate(rows.labels)
            for j, column in enumerate(columns.labels)
        },
        row_totals={
            row: share(crossing.row_totals[i], crossing.n, total)
            for i, row in enumerate(rows.labels)
        },
        column_totals={
            column: share(crossing.column_totals[j], crossing.n, total)
            for j, column in enumerate(columns.labels)
        },
        n=crossing.n,
        n_corpus=total,
        incomplete=crossing.incomplete,
        cell_names=dict(product.cells) if product and crossed else names,
        row_names=dict(rows.meanings),
        column_names={} if wanted.groups else dict(columns.meanings),
        several=crossing.several,
        chances=drawn.chances,
        n_unknown=drawn.n_unknown if of_texts else 0,
        n_beyond=n_beyond if of_texts else 0,
        per_group=per_group,
        selection=drawn.selection,
        unit=level,
        of_texts=of_texts,
        groups=wanted.groups,
        in_several=crossing.in_several if wanted.groups else 0,
        remarks=(*texts.remarks, *([said_of_questions(n_questions)] if n_questions else [])),
    )


def tabulated_dimensions(
    final: FinalCodes, codebook: Codebook, dimension: str | None = None
) -> tuple[str, ...]:
    """Return what is counted: the dimension named, the two that are crossed, or the first coded."""
    product = codebook.product if dimension is None else None
    if product is not None:
        return product.rows, product.columns
    coded = [
        own_dimension.id for own_dimension in codebook.dimensions if own_dimension.id in final.parts
    ]
    return (codebook.dimension(dimension or (coded or [codebook.dimensions[0].id])[0]).id,)


def _are_texts(corpus: Corpus, level: Level) -> bool:
    """Whether a unit of this level is one document of the corpus."""
    return level == "passages" or (level == "documents" and not corpus.info.cut_files)


def _unit_of(texts: CodedUnits, corpus: Corpus, level: Level) -> Ints:
    """Return the unit of each text from 0, -1 for none."""
    if level in ("passages", texts.level):
        return np.arange(len(texts.units), dtype=np.int64)
    labels = units_at(corpus, level)
    mine = [labels[rows[0]] for rows in texts.members]
    number_of = {name: number for number, name in enumerate(sorted({*mine} - {""}))}
    return np.array([number_of.get(unit_name, -1) for unit_name in mine], dtype=np.int64)


def _columns(texts: CodedUnits, corpus: Corpus, book: Codebook, wanted: Counted) -> Side:
    """Return the side of the columns: one that all texts have, where there is none."""
    if wanted.columns is None:
        every = np.ones(len(texts.units), dtype=np.bool_)
        return Side("", ("",), {}, every[:, None], every)
    if not wanted.groups:
        return codes_side(texts, book, wanted.columns, roles=wanted.roles)
    return groups_side(texts, corpus, book, wanted.columns)


def _n_units(corpus: Corpus, level: Level, texts: CodedUnits, of_texts: bool) -> int | None:
    """Return how many units of a level the corpus has; passages that are marked nobody counts."""
    if level == "passages" and not of_texts:
        return None
    return len(set(units_at(_to_code(corpus, texts), level)) - {""})


def _to_code(corpus: Corpus, texts: CodedUnits) -> Corpus:
    """Return the documents that were coded, or are there to be coded."""
    ids = corpus.ids
    return only_to_code(corpus, {ids[row] for rows in texts.members for row in rows})


def _sizes(
    corpus: Corpus, book: Codebook, wanted: Counted, columns: Side, total: int | None
) -> list[int | None]:
    """Return how many documents of the corpus each column could have, None where not texts."""
    if not wanted.groups or wanted.columns is None or total is None:
        return [total] * len(columns.labels)
    levels = group_levels(corpus, book, wanted.columns)
    return [levels.count(label) for label in columns.labels]
