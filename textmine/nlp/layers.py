"""Turn parsed documents into columns: words, lemmas, tags, flags, noun chunks, entities."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from textmine.nlp.parting import is_word

if TYPE_CHECKING:
    from spacy.tokens import Doc

STOP, ALPHA, PUNCT, NUMBER = 1, 2, 4, 8
"""Bits of the `flags` layer: a stop word, a word of letters, punctuation, like a number."""


def layers_of(docs: Sequence[Doc], layers: frozenset[str], lang: str) -> pa.Table:
    """Return one row a document with a list column for each layer; white space is no token.

    Without a tagger in the pipeline, lemmas are looked up word by word with simplemma.
    """
    from spacy.attrs import DEP, HEAD, IS_PUNCT, IS_SPACE, IS_STOP, LEMMA, LIKE_NUM, ORTH, POS, TAG

    attributes = [ORTH, LEMMA, POS, TAG, IS_STOP, IS_PUNCT, LIKE_NUM, DEP, HEAD, IS_SPACE]
    lengths = [len(doc) for doc in docs]
    flat = np.zeros((sum(lengths), len(attributes)), dtype=np.uint64)
    starts = np.cumsum([0, *lengths])
    for doc, start, end in zip(docs, starts.tolist(), starts[1:].tolist(), strict=False):
        flat[start:end] = doc.to_array(attributes).reshape(-1, len(attributes))
    no_blank = flat[:, -1] == 0
    offsets = np.concatenate([[0], np.cumsum(no_blank)])[starts].astype(np.int32)
    heads = _heads(flat, no_blank, np.repeat(offsets[:-1], lengths)) if "syntax" in layers else None
    flat = flat[no_blank]
    strings: Any = docs[0].vocab.strings if docs else {}
    columns: dict[str, pa.Array] = {"words": _strings(flat[:, 0], offsets, strings.__getitem__)}
    if "lemmas" in layers:
        if flat[:, 1].any():
            columns["lemmas"] = _strings(flat[:, 1], offsets, strings.__getitem__)
        else:
            look_up = _lemma_look_up(lang)
            columns["lemmas"] = _strings(flat[:, 0], offsets, lambda key: look_up(strings[key]))
    if "tags" in layers:
        columns["pos"] = _strings(flat[:, 2], offsets, strings.__getitem__)
        columns["tags"] = _strings(flat[:, 3], offsets, strings.__getitem__)
    if heads is not None:
        columns["deps"] = _strings(flat[:, 7], offsets, strings.__getitem__)
        columns["heads"] = pa.ListArray.from_arrays(offsets, pa.array(heads, type=pa.int32()))
    bits = sum(
        flat[:, column].astype(np.uint8) * bit
        for column, bit in ((4, STOP), (5, PUNCT), (6, NUMBER))
    )
    bits = bits + np.uint8(ALPHA) * _are_words(flat[:, 0], strings)
    columns["flags"] = pa.ListArray.from_arrays(offsets, pa.array(bits, type=pa.uint8()))
    if "noun_chunks" in layers:
        columns["noun_chunks"] = pa.array(
            [[chunk.text for chunk in doc.noun_chunks] for doc in docs], pa.list_(pa.string())
        )
    if "entities" in layers:
        pair = pa.struct([("text", pa.string()), ("label", pa.string())])
        columns["entities"] = pa.array(
            [[{"text": e.text, "label": e.label_} for e in doc.ents] for doc in docs],
            pa.list_(pair),
        )
    return pa.table(columns)


def _are_words(keys: Any, strings: Any) -> Any:
    unique, places = _kinds(keys)
    words = np.array([is_word(strings[key]) for key in unique], dtype=np.uint8)
    return words[places]


def _heads(flat: Any, no_blank: Any, first: Any) -> Any:
    """Return, for each token that is no white space, the place of its head among those of its text.

    `first` is the place of each text's first one among all such tokens, token by token.
    """
    own = np.arange(len(flat))
    head = own + flat[:, -2].astype(np.int64)
    head = np.where(no_blank[head], head, own) if len(flat) else head
    place = np.cumsum(no_blank) - 1
    return (place[head] - first)[no_blank].astype(np.int32)


def _strings(keys: Any, offsets: Any, text_of: Callable[[int], str]) -> pa.ListArray:
    unique, places = _kinds(keys)
    texts = pa.array([text_of(key) for key in unique], type=pa.string())
    return pa.ListArray.from_arrays(offsets, texts.take(pa.array(places)))


def _kinds(keys: Any) -> tuple[list[int], Any]:
    """Return the different keys, and which of them each one is."""
    coded = pa.array(keys).dictionary_encode()
    return coded.dictionary.to_pylist(), coded.indices.to_numpy()


_NOUNS_IN_CAPITALS = ("de", "lb")
"""Languages in which the capital says that Wiese is a noun, and no form of weisen."""


@lru_cache(maxsize=8)
def _lemma_look_up(lang: str) -> Callable[[str], str]:
    import simplemma

    @lru_cache(maxsize=500_000)
    def look_up(word: str) -> str:
        as_noun = lang in _NOUNS_IN_CAPITALS and word.istitle()
        try:
            return str(simplemma.lemmatize(word if as_noun else word.lower(), lang=lang)).lower()
        except ValueError:
            return word.lower()

    return look_up
