"""Classification scores as rows of a file, and as tables of them."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from textmine.choices import Labels
from textmine.present import Column, Row, Table, Value, number, table_of, value_in
from textmine.stats import ClassificationScores, Score
from textmine.store.opened import damage_told
from textmine.store.tables import read_table, table_text

_AGAIN = "Train the model again."
SCORES = "scores.csv"
SPEAKING = "speaks_for.csv"
UNGROUPED = "no grouping (leaks)"


def score_rows(
    dimension: str,
    classes: Sequence[str],
    scores: ClassificationScores,
    protocol: str,
    labels: Labels = "single",
) -> list[dict[str, Any]]:
    """Return macro-F1, kappa and accuracy, then the scores of each code that occurs.

    Where documents take several codes, kappa is a mean over the codes and accuracy the share of
    documents with exactly the coder's codes; where codes are ordered, kappa with quadratic
    weights comes too.
    """
    several = labels == "multi"
    overall = [
        ("macro-F1", scores.macro_f1),
        ("mean kappa" if several else "kappa", scores.kappa),
        ("all codes right" if several else "accuracy", scores.accuracy),
    ]
    if scores.weighted_kappa is not None:
        overall.insert(2, ("weighted kappa (quadratic)", scores.weighted_kappa))
    rows = [_row(dimension, protocol, name, "", score) for name, score in overall]
    for code, code_scores in zip(classes, scores.classes, strict=True):
        if code_scores.n_gold or code_scores.n_predicted:
            rows += [
                _row(dimension, protocol, "precision", code, code_scores.precision),
                _row(dimension, protocol, "recall", code, code_scores.recall),
                _row(dimension, protocol, "F1", code, code_scores.f1),
            ]
    return rows


def overall_table(name: str, title: str, rows: Sequence[Row]) -> Table:
    """Return a row a score over all codes, with a column for each protocol; files have `rows`."""
    by_score: dict[str, dict[str, Row]] = {}
    for row in rows:
        if not row["code"]:
            by_score.setdefault(row["score"], {})[row["protocol"]] = row
    protocols = dict.fromkeys(protocol for mine in by_score.values() for protocol in mine)
    columns = [
        Column("score", lambda item: item[0]),
        *(
            Column(protocol, partial(_score, protocol), f"{protocol} [95 %]")
            for protocol in protocols
        ),
        Column("n", lambda item: [*item[1].values()][-1]["n"]),
    ]
    return replace(table_of(name, title, columns, by_score.items()), rows=rows)


def code_table(name: str, title: str, rows: Sequence[Row]) -> Table:
    """Return a row a code: how often given and predicted, precision, recall and F1.

    Files have those of `rows` that are of a code.
    """
    by_code: dict[str, dict[str, Row]] = {}
    mine = [row for row in rows if row["code"]]
    for row in mine:
        by_code.setdefault(row["code"], {})[row["score"]] = row
    columns = [
        Column("code", lambda item: item[0]),
        Column("n", lambda item: item[1]["recall"]["n"]),
        Column("predicted", lambda item: item[1]["precision"]["n"]),
        *(
            Column(score, partial(_score, score), f"{score} [95 %]")
            for score in ("precision", "recall", "F1")
        ),
    ]
    return replace(table_of(name, title, columns, by_code.items()), rows=mine)


def macro_sentences(
    dimension: str, classes: Sequence[str], scores: ClassificationScores
) -> list[str]:
    """Say which codes macro-F1 leaves out or counts as 0 because no scored document has them."""
    absent = [
        code
        for code, code_scores in zip(classes, scores.classes, strict=True)
        if not code_scores.n_gold and not code_scores.n_predicted
    ]
    only_said = [
        code
        for code, code_scores in zip(classes, scores.classes, strict=True)
        if not code_scores.n_gold and code_scores.n_predicted
    ]
    sentences = []
    if absent:
        sentences.append(
            f"Macro-F1 on '{dimension}' is the mean over {len(scores.macro_classes)} of "
            f"{len(classes)} codes: no scored document has {', '.join(absent)}, and the "
            "machine never gave it."
        )
    if only_said:
        sentences.append(
            f"Macro-F1 on '{dimension}' counts {', '.join(only_said)} as 0: predicted, and no "
            "scored document has it."
        )
    return sentences


def write_scores(folder: Path, rows: Sequence[dict[str, Any]]) -> None:
    """Write the rows into a model folder."""
    (folder / SCORES).write_bytes(table_text(rows[0], rows).encode())


def write_speaking(folder: Path, rows: Sequence[dict[str, Any]]) -> None:
    """Write what speaks for each code into a model folder."""
    columns = ("dimension", "code", "kind", "what", "weight")
    (folder / SPEAKING).write_bytes(table_text(columns, rows).encode())


def read_speaking(folder: Path) -> list[dict[str, Any]]:
    """Read what speaks for each code, heaviest first; [] for a model that does not say."""
    path = folder / SPEAKING
    if not path.is_file():
        return []
    with damage_told(path, _AGAIN):
        return [{**row, "weight": float(row["weight"])} for row in read_table(path).named()]


def read_scores(folder: Path) -> list[dict[str, Any]]:
    """Read the rows of a model folder, figures as numbers (None where there is none)."""
    path = folder / SCORES
    with damage_told(path, _AGAIN):
        rows: list[dict[str, Any]] = [*read_table(path).named()]
        for row in rows:
            for name in ("value", "low", "high"):
                row[name] = float(row[name]) if row[name] else None
            row["n"] = int(row["n"])
    return rows


def _row(dimension: str, protocol: str, name: str, code: str, score: Score) -> dict[str, Any]:
    return {
        "dimension": dimension,
        "protocol": protocol,
        "score": name,
        "code": code,
        "value": number(score.value),
        "low": number(score.interval.low),
        "high": number(score.interval.high),
        "n": score.n,
    }


def _score(name: str, item: tuple[str, dict[str, Row]]) -> Value | None:
    return value_in(item[1][name]) if name in item[1] else None
