"""Tables that a machine wrote: they are never taken for the codes of a person."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence

from textmine.coding.copied import FEWEST
from textmine.coding.statements import codes_in, statements_of
from textmine.coding.suggested import CODEBOOK, LLM, MODEL, is_machine, suggested_sentences
from textmine.corpus.reading.raw import RawTable
from textmine.errors import InputError
from textmine.schema import Coding

_WRITERS = ("coded_by", "suggested_by")
"""Columns of 'apply' and of 'suggest' that name the machine in every row."""

_HELD_OUT = re.compile(r"p:.+")
_PROBABILITY = re.compile(r"(.+_)?prob(abilit(y|ies))?", re.IGNORECASE)
_PREDICTED = re.compile(r"predict|^y_?(pred|hat)$|^pred$|^machine\b|^suggest", re.IGNORECASE)
_CHANCES = {"sampling_probability", "inclusion_probability"}


def writer_of(table: RawTable) -> str:
    """Return the machine that wrote a table ("" for none): model:NAME, codebook:NAME or model:."""
    for name in _WRITERS:
        for cell in _cells(table, name):
            if is_machine(cell.strip()):
                return cell.strip()
    columns = set(table.columns)
    if {"fold", "gold"} <= columns and any(_HELD_OUT.fullmatch(name) for name in columns):
        return MODEL
    likely = {n.removesuffix("_probability") for n in columns if n.endswith("_probability")}
    if any(f"{dimension}_runner_up" in columns for dimension in likely):
        return MODEL
    probable = any(_PROBABILITY.fullmatch(name) for name in columns - _CHANCES)
    if probable and any(cell.strip() for cell in _cells(table, "model")):
        return MODEL
    return ""


def refuse_machine_table(table: RawTable, corpus: str) -> None:
    """Raise InputError for a table that a machine wrote, unless it says so in every row."""
    by = writer_of(table)
    origins = {cell.strip().casefold() for cell in _cells(table, "origin")}
    if not by or origins == {"machine"} or (origins and not _named(table)):
        return
    if by.startswith(CODEBOOK):
        raise InputError(
            f"{table.source} holds suggestions of 'textmine suggest', and no person's codes.",
            hint="Let people code with them beside: 'textmine suggest' with --sheets FOLDER.",
        )
    if by.startswith(LLM):
        raise InputError(
            f"{table.source} holds codes that language model '{by}' gave, and no person's codes.",
            hint=f"Keep them as the machine's with 'textmine llm code {corpus} --replay --record'. "
            "A table of another machine's codes needs a column 'origin' with 'machine' in it.",
        )
    name = by.removeprefix(MODEL)
    who = f"model '{name}'" if name else "a model"
    raise InputError(
        f"{table.source} holds codes that {who} gave, and no person's codes.",
        hint=f"Keep them as the machine's with 'textmine apply {name or 'MODEL'} {corpus} "
        "--record'; for people to check them, write a sheet with --review 0.2 --queue FILE. A "
        "table of another machine's codes needs a column 'origin' with 'machine' in it.",
    )


def refuse_model_names(codings: Iterable[Coding], models: Collection[str]) -> None:
    """Raise InputError for human codes by a coder who has the name of a model of the workspace."""
    for coder in sorted(
        {coding.coder for coding in codings if coding.origin == "human"} & set(models)
    ):
        raise InputError(
            f"'{coder}' is the name of a model, and a coder is a person.",
            hint=f"Give the coder another name, or name the coder '{MODEL}{coder}' if these are "
            "the model's codes.",
        )


def refuse_predictions(found: Iterable[tuple[str, Coding]]) -> None:
    """Raise InputError for human codes that were read from a column of predictions."""
    for column, coding in found:
        if coding.origin != "human" or is_machine(coding.coder) or column == coding.dimension:
            continue
        if _PREDICTED.search(column):
            raise InputError(
                f"Column '{column}' holds what a machine predicts, and {coding.coder} is named as "
                "the coder.",
                hint=f"Name the machine: --coder {MODEL}NAME; or, where people gave these codes, "
                "give the column another name.",
            )


def machine_sentences(codings: Sequence[Coding], standing: Iterable[Coding]) -> list[str]:
    """Return what has to be said of a machine's part in codings that are imported.

    `standing` are the codings of the corpus so far: codes that are those of a machine in every
    document are named.
    """
    sentences = suggested_sentences(codings)
    machine = Counter(coding.coder for coding in codings if coding.origin == "machine")
    sentences += [f"{n:,} codings by '{coder}' are a machine's." for coder, n in machine.items()]
    theirs = _by_coder(coding for coding in standing if coding.origin == "machine")
    for coder, codes in _by_coder(c for c in codings if c.origin == "human").items():
        for model, other_codes in theirs.items():
            both = codes.keys() & other_codes.keys()
            if len(both) >= FEWEST and all(codes[unit] == other_codes[unit] for unit in both):
                sentences.append(
                    f"All {len(both):,} codes of {coder} that '{model}' gave too are the same: if "
                    "they were taken from it, they say nothing of it."
                )
    return sentences


def _named(table: RawTable) -> bool:
    return any(name in table.columns for name in _WRITERS)


def _by_coder(codings: Iterable[Coding]) -> dict[str, dict[tuple[str, str], frozenset[str]]]:
    codes_of: dict[str, dict[tuple[str, str], frozenset[str]]] = {}
    for dimension, by_document in statements_of(codings).items():
        for document, by_coder in by_document.items():
            for coder, statement in by_coder.items():
                codes_of.setdefault(coder, {})[document, dimension] = codes_in(statement)
    return codes_of


def _cells(table: RawTable, column: str) -> list[str]:
    if column not in table.columns:
        return []
    index = table.columns.index(column)
    return [row[index] for row in table.rows]
