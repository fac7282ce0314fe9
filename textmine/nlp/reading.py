"""Run spaCy over texts so that Ctrl-C ends it at once, with one process or with several."""

from __future__ import annotations

import multiprocessing
import signal
import warnings
from collections.abc import Iterator, Sequence
from types import FrameType
from typing import TYPE_CHECKING

from textmine.running import on_interrupt

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc


def read_docs(
    nlp: Language, texts: Sequence[str], batch_size: int, n_process: int
) -> Iterator[Doc]:
    """Yield a parsed document for each text, in order.

    Worker processes are started deaf to Ctrl-C, which would reach them too; when the parent hears
    it, it ends them first, for spaCy would wait for workers that wait for it.
    """
    docs = iter(nlp.pipe(texts, batch_size=batch_size, n_process=n_process))
    if n_process == 1:
        yield from docs
        return
    with on_interrupt(signal.SIG_IGN):
        first = next(docs, None)
    if first is not None:
        yield first
    with on_interrupt(_end_workers), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=r"\[W127\]")  # says that workers were ended
        yield from docs


def _end_workers(signum: int, frame: FrameType | None) -> None:
    for worker in multiprocessing.active_children():
        worker.kill()
    raise KeyboardInterrupt
