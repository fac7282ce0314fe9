"""What a machine goes by, as words marked in sentences that people can read."""

import re
from collections.abc import Sequence

import numpy as np

from textmine.classify.out_of_fold import read_held_out
from textmine.classify.trained.explaining import effective_weights
from textmine.classify.trained.model import CodingModel, DimensionModel
from textmine.corpus import Corpus
from textmine.present import Quote
from textmine.store import Workspace

_WORDS = "words"
_READABLE = re.compile(r"[^\W\d_]{3,}+(?: [^\W\d_]{2,}+){0,2}")
_SENTENCE = re.compile(r"[^.!?\n]++[.!?]*+")
_MOST_WORDS, _SHORTEST, _LONGEST = 40, 30, 260


def words_for_codes(
    workspace: Workspace, model: CodingModel, corpus: Corpus
) -> dict[tuple[str, str], list[Quote]]:
    """Return for each (dimension, code) of a model a sentence in which its words are marked.

    Sentences are of documents of the corpus that the model was trained on, to which the machine,
    held out, gave the code that people gave them. Codes without such a sentence are left out.
    """
    texts = dict(zip(corpus.ids, corpus.texts, strict=True))
    quotes = {}
    for part in model.dimensions:
        right = _right_documents(workspace, model.name, part)
        for code, words in _words(model, part).items():
            quote = _best_sentence(
                words, [(i, texts[i]) for i in right.get(code, []) if i in texts]
            )
            if quote is not None:
                quotes[part.dimension, code] = [quote]
    return quotes


def _words(model: CodingModel, part: DimensionModel) -> dict[str, list[str]]:
    """Return the readable words that weigh most for each code, the heaviest first."""
    weights = effective_weights(model, part)
    places = [
        index
        for index, (block, what) in enumerate(zip(weights.blocks, weights.names, strict=True))
        if block == _WORDS and _READABLE.fullmatch(what)
    ]
    if not places:
        return {}
    own = weights.own[:, places]
    over = own - np.sort(own, axis=0)[-2] if len(own) > 1 else own
    words_of = {}
    for row, code in enumerate(part.classes):
        order = np.argsort(-over[row], kind="stable")[:_MOST_WORDS]
        words_of[code] = [weights.names[places[at]] for at in order if over[row][at] > 0]
    return words_of


def _right_documents(workspace: Workspace, name: str, part: DimensionModel) -> dict[str, list[str]]:
    """Return the documents of each code on which machine, held out, and people agree."""
    held = read_held_out(workspace.folder("models", name), part.dimension, part.labels).blind
    right = (held.said.given & held.gold).astype(bool)
    return {
        code: [held.said.documents[row] for row in np.flatnonzero(right[:, index])]
        for index, code in enumerate(part.classes)
    }


def _best_sentence(words: Sequence[str], documents: Sequence[tuple[str, str]]) -> Quote | None:
    """Return the sentence with the most of the words, marked; None where none has any."""
    if not words:
        return None
    pattern = re.compile(
        r"(?<!\w)(?:"
        + "|".join(re.escape(word) for word in sorted(words, key=len)[::-1])
        + r")(?!\w)",
        re.IGNORECASE,
    )
    best: tuple[int, str, str] | None = None
    for identity, text in documents:
        for sentence in _SENTENCE.finditer(text):
            sentence_text = sentence[0].strip()
            if not _SHORTEST <= len(sentence_text) <= _LONGEST:
                continue
            n = len({hit[0].lower() for hit in pattern.finditer(sentence_text)})
            if n and (best is None or n > best[0]):
                best = (n, sentence_text, identity)
    if best is None:
        return None
    marks = [hit.span() for hit in pattern.finditer(best[1])]
    return Quote(best[1], best[2], marks=marks)
