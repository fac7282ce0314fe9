"""What the clauses of a text do: who is the subject, which verb, in which tense or mood.

"I was called", "they should stop", "rules require" differ little in words and much in purpose; the
marks made here let a classifier see that. Root clauses and subordinate ones are kept apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

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
    """One text as parallel lists: words, lemmas, coarse and fine tags, relations, head indices."""

    words: Sequence[str]
    lemmas: Sequence[str]
    pos: Sequence[str]
    tags: Sequence[str]
    deps: Sequence[str]
    heads: Sequence[int]


@dataclass(frozen=True)
class ClauseMarks:
    """Marks of the root clauses and of the subordinate clauses, each one word without spaces."""

    root: tuple[str, ...]
    subordinate: tuple[str, ...]


def clause_marks(text: Parsed) -> ClauseMarks:
    """Return the marks of every clause of a text; a text without a parse has none."""
    children: dict[int, list[int]] = {}
    for index, head in enumerate(text.heads):
        if head != index:
            children.setdefault(head, []).append(index)
    root: list[str] = []
    subordinate: list[str] = []
    for index, head in enumerate(text.heads):
        pos = text.pos[index]
        if head == index:
            below = children.get(index, [])
            if pos == "PUNCT" and not below:
                continue
            root += _marks(text, index, below)
            if pos not in _VERBS:
                root.append("verbless")
        elif pos in _VERBS and text.deps[index] not in _AUXILIARIES:
            below = children.get(index, [])
            subordinate += [*_marks(text, index, below), f"link={text.deps[index]}"]
    first = next((i for i, pos in enumerate(text.pos) if pos != "PUNCT"), None)
    if first is not None:
        closed = text.pos[first] in _CLOSED
        root.append(f"first={_word(text, first) if closed else text.tags[first]}")
    return ClauseMarks(tuple(root), tuple(subordinate))


def _marks(text: Parsed, verb: int, children: Sequence[int]) -> list[str]:
    relations = [text.deps[i] for i in children]
    related = list(zip(children, relations, strict=True))
    subjects = [i for i, relation in related if relation in _SUBJECTS]
    auxiliaries = [i for i, relation in related if relation in _AUXILIARIES]
    subject = _subject(text, subjects[0]) if subjects else "none"
    tense = _tense(text, verb, auxiliaries)
    lemma = _lemma(text, verb)
    marks = [
        f"subject={subject}",
        f"tense={tense}",
        f"subject|tense={subject}|{tense}",
        f"verb={lemma}",
        f"tense|verb={tense}|{lemma}",
        f"subject|verb={subject}|{lemma}",
        f"aux={'+'.join([_lemma(text, i) for i in auxiliaries])}",
        f"form={text.tags[verb]}",
    ]
    if "neg" in relations:
        marks += ["negated", f"negated|tense={tense}"]
    for i in subjects:
        if text.pos[i] != "PRON":
            marks += [f"noun={_lemma(text, i)}", f"noun|tense={_lemma(text, i)}|{tense}"]
    for i, relation in related:
        if relation in _TELLING:
            marks += _child_marks(text, i, subject, tense, lemma)
    return marks


def _child_marks(text: Parsed, child: int, subject: str, tense: str, verb: str) -> list[str]:
    relation, lemma = text.deps[child], _lemma(text, child)
    if relation in _COMPLEMENTS:
        return [
            relation,
            f"is={lemma}",
            f"subject|is={subject}|{text.pos[child]}",
            f"tense|is={tense}|{text.pos[child]}",
        ]
    if relation in _ARGUMENTS:
        return [f"has={relation}", f"verb|has={verb}|{relation}", f"{relation}={lemma}"]
    return [f"adverb={lemma}"] if relation in _ADVERBS else []


def _subject(text: Parsed, index: int) -> str:
    if text.pos[index] == "PRON":
        return _word(text, index)
    return "PROPN" if text.pos[index] == "PROPN" else text.tags[index]


def _tense(text: Parsed, verb: int, auxiliaries: Sequence[int]) -> str:
    tense = text.tags[verb]
    for i in auxiliaries:
        if text.tags[i] == "MD":
            tense = f"MD:{_lemma(text, i)}"
            break
        if text.tags[i] in ("VBD", "VBZ", "VBP"):
            tense = f"{text.tags[i]}:{_lemma(text, i)}+{text.tags[verb]}"
            break
        if text.tags[i] == "TO":
            tense = "TO"
            break
    passive = any(text.deps[i] == "auxpass" for i in auxiliaries)
    return f"{tense}.passive" if passive else tense


def _word(text: Parsed, index: int) -> str:
    return normal_word(text.words[index])


def _lemma(text: Parsed, index: int) -> str:
    return normal_word(text.lemmas[index])
