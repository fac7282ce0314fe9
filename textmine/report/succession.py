"""Whether models that follow each other have settled."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from math import isnan

from textmine.classify.next_to_code.successive import Succession
from textmine.present import Column, Section, table_of
from textmine.stats.systems.stopping import Stopping

_ROUGH = 200
"""Below this many documents a kappa of .99 hangs on one or two of them."""


def succession_section(found: Succession, corpus: str) -> Section:
    """Return kappa of each model with the next, and by dimension whether the rule is met."""
    pairs = [
        (dimension, *names, kappa)
        for dimension, stopping in found.dimensions.items()
        for names, kappa in zip(pairwise(found.models), stopping.kappas, strict=True)
    ]
    columns = [
        Column("dimension", lambda pair: pair[0]),
        Column("model", lambda pair: pair[1]),
        Column("next", lambda pair: pair[2]),
        Column("kappa", lambda pair: pair[3]),
        Column("n", lambda _: found.n),
    ]
    title = (
        f"Agreement of successive models on {found.n:,} of the {found.n_unseen:,} documents of "
        f"'{corpus}' that none was trained on"
    )
    table = table_of("succession", title, columns, pairs)
    heading = "Whether more coding changes what the models say"
    return Section("succession", heading, list(_sentences(found)), [table], records=table)


def _sentences(found: Succession) -> Iterator[str]:
    for dimension, stopping in found.dimensions.items():
        yield f"{dimension}: {_verdict(stopping)}"
    if found.left_out:
        yield f"Left out, because not every model codes them: {', '.join(found.left_out)}."
    if found.n < _ROUGH:
        yield f"Note: {found.n} documents are few; one or two decide whether the rule is met."
    yield (
        "Agreement of models is not accuracy: models can agree on the same mistakes. How right "
        "they are, 'textmine evaluate' and the model's card say."
    )


def _verdict(stopping: Stopping) -> str:
    if stopping.met:
        return (
            f"settled. The mean kappa of the last {stopping.window} pairs is {stopping.mean:.3f}, "
            f"and the rule asks for {stopping.threshold:g}."
        )
    mean = "" if isnan(stopping.mean) else f" It is {stopping.mean:.3f}."
    return f"not settled. {stopping.reason}{mean}"
