"""Marks of grammar in a text: phrases of nouns, runs of parts of speech, pairs of relations."""

from collections.abc import Sequence

_PHRASE = {"NOUN", "PROPN", "ADJ"}
_HEADS = {"NOUN", "PROPN"}


def noun_phrases(lemmas: Sequence[str], pos: Sequence[str]) -> list[str]:
    """Return the runs of two or more adjectives and nouns that end in a noun, lemmas joined by "_".

    >>> noun_phrases(["the", "new", "bus", "lane", "help"], ["DET", "ADJ", "NOUN", "NOUN", "VERB"])
    ['new_bus_lane']
    """
    phrases: list[str] = []
    run: list[int] = []
    for index in range(len(pos) + 1):
        if index < len(pos) and pos[index] in _PHRASE:
            run.append(index)
            continue
        while run and pos[run[-1]] not in _HEADS:
            run.pop()
        if len(run) > 1:
            phrases.append("_".join(lemmas[i].lower() for i in run))
        run = []
    return phrases


def relation_pairs(pos: Sequence[str], deps: Sequence[str], heads: Sequence[int]) -> list[str]:
    """Return each token's part of speech, relation and head's part of speech, as one word.

    >>> relation_pairs(["PRON", "VERB"], ["nsubj", "ROOT"], [1, 1])
    ['PRON<nsubj<VERB']
    """
    return [
        f"{pos[index]}<{deps[index]}<{pos[head]}"
        for index, head in enumerate(heads)
        if head != index
    ]
