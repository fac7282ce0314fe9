"""The stratum of each document: the value of a column, a period, or what a machine predicted."""

import datetime as dt
from collections.abc import Callable, Sequence

from textmine.coding.statements import by_machines, codes_of
from textmine.corpus import Corpus
from textmine.errors import InputError, UsageError, did_you_mean
from textmine.schema import CREATED_AT, META, TEXT, Coding

WHOLE = "all"
"""The name of the only stratum of a draw that has none."""

PERIODS: dict[str, Callable[[dt.date], str]] = {
    "day": lambda day: day.strftime("%Y-%m-%d"),
    "week": lambda day: f"{day.isocalendar().year}-W{day.isocalendar().week:02}",
    "month": lambda day: day.strftime("%Y-%m"),
    "quarter": lambda day: f"{day.year}-Q{(day.month + 2) // 3}",
    "year": lambda day: str(day.year),
}
"""Periods that created_at can be cut into -> how one is called (weeks as in ISO 8601)."""

_CODE = "code:"


def stratum_names(
    corpus: Corpus, by: Sequence[str], codings: Sequence[Coding], model: str | None = None
) -> dict[str, str]:
    """Return the stratum of each document (id -> name).

    Each of `by` is a column, created_at:PERIOD, or code:DIMENSION for what a machine predicted;
    several are crossed. `codings` are those that stand for the corpus, `model` says whose
    predictions are meant. Raises InputError for anything else.
    """
    if model is not None and not any(key.startswith(_CODE) for key in by):
        raise UsageError(
            "--model has no meaning without --by code:DIMENSION.", hint="Leave it out."
        )
    parts = [_names(corpus, key, codings, model) for key in by]
    if not parts:
        return dict.fromkeys(corpus.ids, WHOLE)
    return {
        identity: " / ".join(values) for identity, *values in zip(corpus.ids, *parts, strict=True)
    }


def _names(corpus: Corpus, key: str, codings: Sequence[Coding], model: str | None) -> list[str]:
    if key.startswith(_CODE):
        return _predicted(corpus, key.removeprefix(_CODE), codings, model)
    column, _, period = key.partition(":")
    if column == CREATED_AT:
        return _dates(corpus, period)
    known = [str(name) for name in corpus.documents.columns if name != TEXT]
    for candidate in (key, META + key):
        if candidate in known:
            return [cell or f"(no {key})" for cell in corpus.column(candidate)]
    shown = [name.removeprefix(META) for name in known]
    raise InputError(
        f"'{corpus.name}' cannot be stratified by '{key}': it has no such column.",
        hint=f"{did_you_mean(key, shown)} Or say {CREATED_AT}:PERIOD, or {_CODE}DIMENSION.",
    )


def _dates(corpus: Corpus, period: str) -> list[str]:
    if period not in PERIODS:
        raise InputError(
            f"Strata of dates need a period, and '{period}' is none.",
            hint=f"Say {CREATED_AT}:PERIOD with one of {', '.join(PERIODS)}.",
        )
    if CREATED_AT not in corpus.documents:
        raise InputError(f"'{corpus.name}' has no dates.", hint="Stratify by another column.")
    stamps = corpus.documents[CREATED_AT]
    return [
        PERIODS[period](stamp.date()) if dated else "(no date)"
        for stamp, dated in zip(stamps, stamps.notna(), strict=True)
    ]


def _predicted(
    corpus: Corpus, dimension: str, codings: Sequence[Coding], model: str | None
) -> list[str]:
    by_machine = by_machines(codings)
    mine = [coding for coding in by_machine if coding.dimension == dimension]
    if not mine:
        known = sorted({coding.dimension for coding in by_machine})
        raise InputError(
            f"No machine has coded '{corpus.name}' on '{dimension}'.",
            hint=did_you_mean(dimension, known)
            if known
            else f"Let one do it first: textmine apply MODEL {corpus.name} --record.",
        )
    models = sorted({coding.model or coding.coder for coding in mine})
    if model is None and len(models) > 1:
        raise InputError(
            f"Several models have coded '{corpus.name}' on '{dimension}'.",
            hint=f"Choose one with --model: {', '.join(models)}.",
        )
    chosen = model or models[0]
    if chosen not in models:
        raise InputError(
            f"Model '{chosen}' has not coded '{corpus.name}' on '{dimension}'.",
            hint=did_you_mean(chosen, models),
        )
    codes_by_document = codes_of(
        coding for coding in mine if (coding.model or coding.coder) == chosen
    )[dimension]
    predicted = {
        document: "+".join(sorted(codes)) or "none" for document, codes in codes_by_document.items()
    }
    return [predicted.get(identity, "(not predicted)") for identity in corpus.ids]
