"""What the clauses of a text do: who is the subject, which verb, in which tense or mood.

"I was called", "they should stop", "rules require" differ little in words and much in purpose; the
marks made here let a classifier see that. Root clauses and subordinate ones are kept apart.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from textmine.arrays import Bools
from textmine.nlp.tokens import Rows, Tokens
from textmine.nlp.words import normal_word

_SUBJECTS = {"nsubj", "nsubjpass", "expl", "csubj"}
_AUXILIARIES = {"aux", "auxpass"}
_COMPLEMENTS = {"acomp", "attr", "oprd"}
_ARGUMENTS = {"dobj", "xcomp", "ccomp", "advcl", "conj", "prep", "npadvmod", "dative"}
_ADVERBS = {"advmod", "mark", "prt", "cc"}
_TELLING = _COMPLEMENTS | _ARGUMENTS | _ADVERBS
_VERBS = ("VERB", "AUX")
_CLOSED = {"ADP", "AUX", "CCONJ", "DET", "PART", "PRON", "SCONJ"}


@dataclass(frozen=True)
class Parsed:
    """Texts as their words, lemmas, coarse and fine tags and relations, token by token.

    `heads` (n_tokens,) are the places of the heads, each in its text.
    """

    words: Tokens
    lemmas: Tokens
    pos: Tokens
    tags: Tokens
    deps: Tokens
    heads: Rows


@dataclass(frozen=True)
class ClauseMarks:
    """Marks of the root clauses and of the subordinate clauses, each one word without spaces."""

    root: list[str]
    subordinate: list[str]


def clause_marks(parsed: Parsed) -> list[ClauseMarks]:
    """Return the marks of every clause, by text; a text without a parse has none."""
    every = _Lists(
        parsed.lemmas.each(normal_word),
        parsed.words.each(normal_word),
        *(layer.each() for layer in (parsed.pos, parsed.tags, parsed.deps)),
    )
    marks = [ClauseMarks([], []) for _ in range(len(parsed.pos))]
    texts = parsed.deps.rows
    heads = parsed.heads + parsed.deps.starts[texts]
    below, edges = _children(heads)
    for index in _clauses(parsed, heads, edges):
        found = marks[texts[index]]
        children = below[edges[index] : edges[index + 1]].tolist()
        said = _marks(every, index, children)
        if heads[index] != index:
            found.subordinate.extend([*said, f"link={every.deps[index]}"])
            continue
        found.root.extend(said)
        if every.pos[index] not in _VERBS:
            found.root.append("verbless")
    for text, index in _first_words(parsed.pos):
        closed = every.pos[index] in _CLOSED
        marks[text].root.append(f"first={every.words[index] if closed else every.tags[index]}")
    return marks


@dataclass(frozen=True)
class _Lists:
    """The tokens of all texts in a row, lemmas and words in their normal form."""

    lemmas: Sequence[str]
    words: Sequence[str]
    pos: Sequence[str]
    tags: Sequence[str]
    deps: Sequence[str]


def _children(heads: Rows) -> tuple[Rows, Rows]:
    """Return the children of all tokens in a row, and the edges between those of each token."""
    dependent = np.flatnonzero(heads != np.arange(len(heads)))
    above = heads[dependent]
    times = np.bincount(above, minlength=len(heads))
    return dependent[np.argsort(above, kind="stable")], np.concatenate([[0], np.cumsum(times)])


def _clauses(parsed: Parsed, heads: Rows, edges: Rows) -> list[int]:
    """Return the tokens that make a clause: roots, but for lone punctuation, and other verbs."""
    if not len(heads):
        return []
    pos, deps = parsed.pos, parsed.deps
    root = heads == np.arange(len(heads))
    lone = _among(pos, ("PUNCT",)) & (np.diff(edges) == 0)
    verb = _among(pos, _VERBS) & ~_among(deps, _AUXILIARIES)
    return list(np.flatnonzero(np.where(root, ~lone, verb)).tolist())


def _first_words(pos: Tokens) -> Iterator[tuple[int, int]]:
    """Yield each text that has a word, and the place of its first one among all tokens."""
    words = np.flatnonzero(~_among(pos, ("PUNCT",)))
    texts, at = np.unique(pos.rows[words], return_index=True)
    yield from zip(texts.tolist(), words[at].tolist(), strict=True)


def _among(layer: Tokens, wanted: Collection[str]) -> Bools:
    return np.array([kind in wanted for kind in layer.names], dtype=bool)[layer.codes]


def _marks(text: _Lists, verb: int, children: Sequence[int]) -> list[str]:
    relations = [text.deps[i] for i in children]
    subjects = [i for i, relation in zip(children, relations, strict=True) if relation in _SUBJECTS]
    auxiliaries = [
        i for i, relation in zip(children, relations, strict=True) if relation in _AUXILIARIES
    ]
    subject = _subject(text, subjects[0]) if subjects else "none"
    tense = _tense(text, verb, auxiliaries)
    lemma = text.lemmas[verb]
    marks = [
        f"subject={subject}",
        f"tense={tense}",
        f"subject|tense={subject}|{tense}",
        f"verb={lemma}",
        f"tense|verb={tense}|{lemma}",
        f"subject|verb={subject}|{lemma}",
        f"aux={'+'.join([text.lemmas[i] for i in auxiliaries])}",
        f"form={text.tags[verb]}",
    ]
    if "neg" in relations:
        marks += ["negated", f"negated|tense={tense}"]
    for i in subjects:
        if text.pos[i] != "PRON":
            noun = text.lemmas[i]
            marks += [f"noun={noun}", f"noun|tense={noun}|{tense}"]
    for i, relation in zip(children, relations, strict=True):
        if relation in _TELLING:
            marks += _child_marks(text, i, subject, tense, lemma)
    return marks


def _child_marks(text: _Lists, child: int, subject: str, tense: str, verb: str) -> list[str]:
    relation, lemma = text.deps[child], text.lemmas[child]
    if relation in _COMPLEMENTS:
        pos = text.pos[child]
        return [relation, f"is={lemma}", f"subject|is={subject}|{pos}", f"tense|is={tense}|{pos}"]
    if relation in _ARGUMENTS:
        return [f"has={relation}", f"verb|has={verb}|{relation}", f"{relation}={lemma}"]
    return [f"adverb={lemma}"] if relation in _ADVERBS else []


def _subject(text: _Lists, index: int) -> str:
    if text.pos[index] == "PRON":
        return text.words[index]
    return "PROPN" if text.pos[index] == "PROPN" else text.tags[index]


def _tense(text: _Lists, verb: int, auxiliaries: Sequence[int]) -> str:
    tense = text.tags[verb]
    for i in auxiliaries:
        if text.tags[i] == "MD":
            tense = f"MD:{text.lemmas[i]}"
            break
        if text.tags[i] in ("VBD", "VBZ", "VBP"):
            tense = f"{text.tags[i]}:{text.lemmas[i]}+{text.tags[verb]}"
            break
        if text.tags[i] == "TO":
            tense = "TO"
            break
    passive = any(text.deps[i] == "auxpass" for i in auxiliaries)
    return f"{tense}.passive" if passive else tense
