"""What spaCy's rules say of a token, asked once for each kind of token: they took a third of it.

An attribute ruler tries every pattern at every token, and the English lemmatizer keeps only some of
its answers; both depend on few attributes of the token. Documents come out as spaCy makes them: a
test holds the two together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.pipeline import AttributeRuler, Lemmatizer
    from spacy.tokens import Doc

_MOST = 300_000
"""Kinds of tokens that are kept before they are forgotten."""

_PLAIN = {"TAG", "LOWER", "DEP", "IS_SPACE"}
"""Attributes by which a kind of token is known."""

Attributes = dict[Any, Any]


def remember_rules(nlp: Language) -> None:
    """Let the rules of this pipeline remember what they said when it reads many texts."""
    from spacy.lang.en.lemmatizer import EnglishLemmatizer
    from spacy.pipeline import AttributeRuler

    for _, component in nlp.pipeline:
        if type(component) is AttributeRuler:
            vars(component)["pipe"] = RememberedRules(component).pipe
        elif type(component) is EnglishLemmatizer and component.mode == "rule":
            vars(component)["pipe"] = RememberedLemmas(component).pipe


class RememberedRules:
    """An attribute ruler: patterns of one plain token are tried once for each kind of token."""

    def __init__(self, ruler: AttributeRuler) -> None:
        from spacy.matcher import Matcher

        self._ruler = ruler
        self._alone, self._others = Matcher(ruler.vocab), Matcher(ruler.vocab)
        self._words: set[int] = set()
        self._known: dict[tuple[int, ...], tuple[Sequence[int], Attributes]] = {}
        rules: Sequence[Any] = ruler.patterns
        for number, rule in enumerate(rules):
            plain = rule["index"] in (0, -1) and all(map(_is_plain, rule["patterns"]))
            (self._alone if plain else self._others).add(str(number), rule["patterns"])
            if plain:
                words = (word for (token,) in rule["patterns"] for word in _words_of(token))
                self._words.update(map(ruler.vocab.strings.add, words))

    def pipe(self, docs: Iterable[Doc], *, batch_size: int = 0) -> Iterator[Doc]:
        """Yield the documents with what the rules say of their tokens."""
        from spacy.attrs import DEP, IS_SPACE, LOWER, TAG
        from spacy.tokens._retokenize import set_token_attrs

        for doc in docs:
            if len(self._known) > _MOST:
                self._known.clear()
            said = [
                self._known.get(kind) or self._learn(doc, place, kind)
                for place, kind in enumerate(
                    (tag, word if word in self._words else 0, dep, space)
                    for tag, word, dep, space in doc.to_array([TAG, LOWER, DEP, IS_SPACE]).tolist()
                )
            ]
            for place, numbers in self._of_others(doc).items():
                said[place] = self._joined([*said[place][0], *numbers])
            for token, (_, attributes) in zip(doc, said, strict=True):
                if attributes:
                    set_token_attrs(token, attributes)
            yield doc

    def _learn(
        self, doc: Doc, place: int, kind: tuple[int, ...]
    ) -> tuple[Sequence[int], Attributes]:
        matches = _matches(self._alone, doc[place : place + 1])
        self._known[kind] = self._joined([number for number, _, _ in matches])
        return self._known[kind]

    def _of_others(self, doc: Doc) -> dict[int, list[int]]:
        """Return the rules of several tokens that hold, by the place of the token they name."""
        found: dict[int, list[int]] = {}
        for number, start, end in _matches(self._others, doc):
            index = self._ruler.indices[number]
            found.setdefault((start if index >= 0 else end) + index, []).append(number)
        return found

    def _joined(self, numbers: Sequence[int]) -> tuple[Sequence[int], Attributes]:
        """Return rules in their order with what they say together: the last one is right."""
        ordered = sorted(numbers)
        return ordered, {
            name: value for number in ordered for name, value in self._ruler.attrs[number].items()
        }


class RememberedLemmas:
    """A lemmatizer whose answer depends on the word, its part of speech and its form."""

    def __init__(self, lemmatizer: Lemmatizer) -> None:
        self._lemmatizer = lemmatizer
        self._known: dict[tuple[int, ...], int] = {}

    def pipe(self, docs: Iterable[Doc], *, batch_size: int = 0) -> Iterator[Doc]:
        """Yield the documents with their lemmas."""
        from spacy.attrs import LEMMA, MORPH, ORTH, POS

        overwrite = self._lemmatizer.overwrite
        for doc in docs:
            if len(self._known) > _MOST:
                self._known.clear()
            lemmas = [
                there if there and not overwrite else self._lemma(doc, place, (word, pos, form))
                for place, (there, word, pos, form) in enumerate(
                    doc.to_array([LEMMA, ORTH, POS, MORPH]).tolist()
                )
            ]
            if lemmas:
                array: Any = np.array(lemmas, dtype=np.uint64)
                doc.from_array([LEMMA], array)
            yield doc

    def _lemma(self, doc: Doc, place: int, kind: tuple[int, ...]) -> int:
        lemma = self._known.get(kind)
        if lemma is None:
            answer = self._lemmatizer.lemmatize(doc[place])[0]
            lemma = self._known[kind] = doc.vocab.strings.add(answer)
        return lemma


def _matches(matcher: Any, doc: Any) -> list[tuple[int, int, int]]:
    if not len(matcher):
        return []
    names = matcher.vocab.strings
    found = matcher(doc, allow_missing=True)
    return [(int(names[key]), start, end) for key, start, end in found]


def _is_plain(pattern: Sequence[Mapping[str, Any]]) -> bool:
    """Return whether a pattern is of one token, and asks for no more than its kind."""
    return len(pattern) == 1 and {*pattern[0]} <= _PLAIN and _words_of(pattern[0]) is not None


def _words_of(token: Mapping[str, Any]) -> Any:
    """Return the words that a pattern names; None where it names them otherwise than one by one."""
    words = token.get("LOWER", [])
    if isinstance(words, str):
        return [words]
    if isinstance(words, dict):
        return words["IN"] if {*words} == {"IN"} else None
    return words
