"""Agreement looked at closer, in tables with columns of their own: words, confusions, spans."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import combinations
from typing import Any

from textmine.coding import AgreementInput, CodeMatrix, DimensionAgreement, measure_spans
from textmine.coding.agreement import disagreements
from textmine.coding.agreement.code_overlap import measure_overlap
from textmine.present import Column, Figure, Section, number, table_of, with_interval
from textmine.report.agreement import confusion_figure
from textmine.stats import confusion_matrix

Closer = Callable[[AgreementInput, Sequence[DimensionAgreement]], Section]

_MOST_CODERS = 4
_LEAST_TOLD = 0.005
"""Shares below this are not listed."""


def words_section(_: AgreementInput, results: Sequence[DimensionAgreement]) -> Section:
    """Return for alpha of each dimension how likely each word of each benchmark scale is."""
    likely_words = {
        agreement.dimension: disagreements.words_for_alpha(agreement)
        for agreement in results
        if agreement.has_alpha
    }
    rows = [
        (dimension, scale, band)
        for dimension, scales in likely_words.items()
        for scale in scales
        for band in scale.bands
    ]
    columns = [
        Column("dimension", lambda row: row[0]),
        Column("scale", lambda row: row[1].scale),
        Column("word", lambda row: row[2].name),
        Column("from", lambda row: row[2].low),
        Column("probability", lambda row: row[2].probability),
        Column("this or better", lambda row: row[2].cumulative),
        Column("to report", lambda row: "yes" if row[2] == row[1].chosen else ""),
    ]
    none = [
        f"{dimension}: alpha has no interval, and so no word."
        for dimension, scales in likely_words.items()
        if scales[0].reason
    ]
    said = (
        "A word is reported only when alpha reaches it with a probability of .95 or more (Gwet "
        "2014). That is by a normal as wide below and above alpha as its interval is. The value of "
        "alpha alone does not choose the word."
    )
    title = "How likely each benchmark word is, for Krippendorff's alpha"
    return _section("words", title, columns, rows, [*none, said])


def confusions_section(data: AgreementInput, _: Sequence[DimensionAgreement]) -> Section:
    """Return each coder's confusions by Dawid and Skene's model: a row a coder and likely code."""
    confusions_of_all = disagreements.measure_confusions(data.matrices)
    columns = [
        Column("dimension", lambda row: row[0]),
        Column("coder", lambda row: row[1]),
        Column("likely code", lambda row: row[2]),
        Column("share", lambda row: row[3]),
        Column("gives", lambda row: row[4]),
    ]
    sentence = (
        "Likely codes are the model's (Dawid & Skene 1979), a diagnosis of coders and no gold."
    )
    section = _section(
        "confusions",
        "What each coder gives, where another code is likely",
        columns,
        [row for confusions in confusions_of_all for row in _confused(confusions)],
        [*(remark for confusions in confusions_of_all for remark in confusions.remarks), sentence],
    )
    figures = [figure for matrix in data.matrices for figure in _pairs(matrix)]
    return replace(section, figures=figures)


def _pairs(matrix: CodeMatrix) -> Iterator[Figure]:
    """Draw what every two coders give to the units that both coded, where the coders are few."""
    if matrix.sets or matrix.crossed or len(matrix.coders) > _MOST_CODERS:
        return
    codes = matrix.categories
    for first_index, second_index in combinations(range(len(matrix.coders)), 2):
        both = (matrix.codes[:, first_index] >= 0) & (matrix.codes[:, second_index] >= 0)
        codes_given = matrix.codes[both]
        counts = confusion_matrix(
            codes_given[:, first_index], codes_given[:, second_index], len(codes)
        ).tolist()
        first, second = matrix.coders[first_index], matrix.coders[second_index]
        name = f"confusion_{matrix.dimension}_{first_index + 1}_{second_index + 1}"
        caption = f"{matrix.dimension}: codes by {first} and by {second}."
        yield from confusion_figure(name, caption, codes, counts, (first, second))


def spans_section(data: AgreementInput, _: Sequence[DimensionAgreement]) -> Section:
    """Return Krippendorff's alphas of unitizing where coders marked spans."""
    agreements = measure_spans(data)
    columns = [
        Column("dimension", lambda row: row[0].dimension),
        Column("figure", lambda row: row[1].name),
        Column("code", lambda row: row[1].code),
        Column("value [95 %]", lambda row: str(with_interval(row[1].value, row[1].interval))),
        Column("documents", lambda row: row[0].n_documents),
        Column("spans", lambda row: row[0].n_spans),
        Column("remark", lambda row: row[1].reason),
    ]
    rows = [(agreement, figure) for agreement in agreements for figure in agreement.figures]
    none = [] if rows else ["Nobody marked spans: see --spans of 'textmine coding import'."]
    sentences = [*(remark for agreement in agreements for remark in agreement.remarks), *none]
    return _section("spans", "Spans: Krippendorff's alphas of unitizing", columns, rows, sentences)


def overlap_section(data: AgreementInput, _: Sequence[DimensionAgreement]) -> Section:
    """Return what every two coders gave each code to: messages, sentences, characters."""
    columns = [
        Column("dimension", lambda row: row.dimension),
        Column("code", lambda row: row.code),
        Column("coders", lambda row: ", ".join(row.coders)),
        Column("unit", lambda row: row.unit),
        Column("units", lambda row: round(row.counts.n)),
        Column("both", lambda row: round(row.counts.both)),
        Column("first only", lambda row: round(row.counts.first)),
        Column("second only", lambda row: round(row.counts.second)),
        Column("neither", lambda row: round(row.counts.neither)),
        Column("agreement", lambda row: number(row.counts.agreement)),
        Column("agreement without neither", lambda row: number(row.counts.overlap)),
        Column("kappa", lambda row: number(row.counts.kappa)),
        Column("alpha [95 %]", lambda row: str(with_interval(row.counts.alpha, row.interval))),
        Column("remark", lambda row: row.interval.reason),
        Column("as NVivo: agreement", lambda row: _or_none(row.nvivo_agreement)),
        Column("as NVivo: kappa", lambda row: _or_none(row.nvivo_kappa)),
    ]
    sentence = (
        "A code of a message is the natural unit; sentences and characters count long spans more, "
        "and text that neither coded as agreed on. As NVivo: characters, document by document, "
        "kappa 1 where nothing is disagreed on, and here the mean over documents. Documents are "
        "those that both coded: where a coder marked nothing and did not say so, it is not known "
        "whether the coder read it."
    )
    rows = measure_overlap(data)
    title = "What coders give each code to: messages, sentences, characters"
    return _section(
        "overlap", title, columns, rows, [sentence] if rows else ["Nobody gave a code."]
    )


def _or_none(value: float | None) -> float | None:
    return None if value is None else number(value)


CLOSER: dict[str, Closer] = {
    "words": words_section,
    "confusions": confusions_section,
    "spans": spans_section,
    "overlap": overlap_section,
}
"""Detail -> the function that makes its section of what was read and what was measured."""


def _section(
    name: str, title: str, columns: Sequence[Column], rows: Iterable[Any], sentences: Sequence[str]
) -> Section:
    table = table_of(name, title, columns, rows)
    return Section(name, title, sentences, [table] if table.rows else [], records=table)


def _confused(
    confusions: disagreements.CoderConfusions,
) -> Iterator[tuple[str, str, str, float, str]]:
    if confusions.model is None:
        return
    for coder, confusion in zip(confusions.coders, confusions.model.confusion, strict=True):
        for code, share, line in zip(
            confusions.codes, confusions.model.prior, confusion, strict=True
        ):
            gives = ", ".join(
                f"{other} {value:.2f}"
                for other, value in zip(confusions.codes, line, strict=True)
                if value >= _LEAST_TOLD
            )
            yield confusions.dimension, coder, code, float(share), gives
