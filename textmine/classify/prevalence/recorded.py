"""A machine of which nothing is known but the codes that it recorded, such as a language model.

It has learned from none of the codes here, so that no document is held out: the hand-coded ones
show how it errs on the others.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from textmine.classify.machine_codes import MachineCodes
from textmine.classify.prevalence.machine import MachineView, with_derived
from textmine.codebook import Codebook, Dimension
from textmine.coding.copied import Later
from textmine.coding.statements import by_machines, coder_names
from textmine.coding.store import open_codings
from textmine.corpus import Corpus
from textmine.errors import InputError, did_you_mean
from textmine.schema import Coding
from textmine.store import Workspace


@dataclass(frozen=True)
class RecordedMachine:
    """The recorded codings of one machine, and `later`: codings that came after its first ones."""

    name: str
    codebook: Codebook
    codings: tuple[Coding, ...]
    later: Later

    @property
    def dimensions(self) -> list[str]:
        """The dimensions that it coded, in the order of the codebook."""
        coded = {coding.dimension for coding in self.codings}
        return [
            coded_dimension.id
            for coded_dimension in self.codebook.coded_dimensions
            if coded_dimension.id in coded
        ]

    def view(self, population: Corpus) -> MachineView:
        """Return what it says of every document of `population`, in their order.

        Where it recorded nothing, the probabilities are the mean of those of the others.
        """
        codes = {
            name: self._codes(self.codebook.dimension(name), population.ids)
            for name in self.dimensions
        }
        silent = max(len(self.silent_on(name, population)) for name in self.dimensions)
        sentence = f"'{self.name}' recorded its codes; it learned from none of the hand codes here."
        if silent:
            sentence += (
                f" Of {silent:,} documents it says nothing: they get the mean probabilities of the "
                "others."
            )
        return MachineView(with_derived(codes, self.codebook), True, sentence)

    def silent_on(self, dimension: str, corpus: Corpus) -> set[str]:
        """Return the documents that it recorded nothing of on a dimension, or a derived one."""
        of = self.codebook.dimension(dimension).derived_from or dimension
        recorded = {coding.document for coding in self.codings if coding.dimension == of}
        return {identity for identity in corpus.ids if identity not in recorded}

    def _codes(self, dimension: Dimension, ids: Sequence[str]) -> MachineCodes:
        """Return its codes on a dimension; what its code leaves of 1 is shared among the others."""
        classes = dimension.code_ids
        row, column = ({name: at for at, name in enumerate(these)} for these in (ids, classes))
        marks = np.zeros((len(ids), len(classes)), dtype=np.bool_)
        p = np.zeros(marks.shape)
        recorded = np.zeros(len(ids), dtype=np.bool_)
        for coding in self.codings:
            if coding.dimension != dimension.id or coding.document not in row:
                continue
            at = row[coding.document]
            recorded[at] = True
            if coding.code in column:
                marks[at, column[coding.code]] = True
                p[at, column[coding.code]] = (
                    1.0 if coding.probability is None else coding.probability
                )
        if dimension.labels == "single":
            rest = np.clip(1 - p.sum(axis=1, keepdims=True), 0, 1) / max(1, len(classes) - 1)
            p = np.where(marks, p, np.where(marks.any(axis=1, keepdims=True), rest, 0.0))
        if recorded.any():
            p[~recorded] = p[recorded].mean(axis=0)
        return MachineCodes(dimension.id, dimension.labels, tuple(classes), tuple(ids), p, marks)


def recorded_machine(
    workspace: Workspace, name: str, corpus: str, codings: Sequence[Coding], codebook: Codebook
) -> RecordedMachine:
    """Return the machine that recorded codings under a name; raise InputError where none did."""
    machines = by_machines(codings)
    mine = tuple(machine for machine in machines if machine.coder == name)
    if not mine:
        raise InputError(
            f"'{name}' recorded no codes of '{corpus}'.",
            hint=did_you_mean(name, coder_names(machines)),
        )
    return RecordedMachine(name, codebook, mine, partial(_came_after, workspace, name))


def _came_after(workspace: Workspace, name: str, codings: Sequence[Coding]) -> list[Coding]:
    """Return the codings of one corpus that were entered after the machine's first ones."""
    if not codings:
        return []
    history = open_codings(workspace).history(codings[0].corpus)
    batch = {(entry.coding.document, entry.coding.coder): entry.batch for entry in history}
    first = min((entry.batch for entry in history if entry.coding.coder == name), default=0)
    return [coding for coding in codings if batch.get((coding.document, coding.coder), 0) > first]
