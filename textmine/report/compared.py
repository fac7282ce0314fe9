"""Passages of two codes side by side, and one passage beside those that are like it."""

from dataclasses import replace

from textmine.present import Column, QuotedTopic, Section, Value, nothing, table_of
from textmine.reading.asking import QuotesFound
from textmine.reading.comparing import Contrast, Pair
from textmine.reading.quotation import Quotation, extract
from textmine.report import quoted

_PAIR_WORDS = 60
"""Words of a passage that are shown in a pair."""


def compared_section(found: QuotesFound, against: Contrast, telling: quoted.Telling) -> Section:
    """Return the most alike pairs of two codes, the words that tell them apart, and each side.

    `found` has the quotations of the two sides, as they are to be shown.
    """
    first_group, second_group = found.groups
    keys = first_group.wanted.key, second_group.wanted.key
    columns = [
        Column("likeness", lambda pair: pair.likeness, people=False),
        Column("likeness", lambda pair: Value(pair.likeness, places=2), files=False),
        *_side("one", keys[0], found.unit),
        *_side("other", keys[1], found.unit),
    ]
    pairs = table_of("pairs", f"{keys[0]} beside {keys[1]}: most alike", columns, against.pairs)
    words = table_of(
        "words_apart",
        "Words that tell them apart (z of the log-odds: it ranks words, and tests nothing)",
        [
            Column("side", lambda row: row[0]),
            Column("word", lambda row: row[1].word, people=False),
            Column("z", lambda row: row[1].z, people=False),
        ],
        [(key, word) for key, mine in zip(keys, against.words, strict=True) for word in mine],
    )
    shown = [
        {"side": key, "words": ", ".join(f"{word.word} ({word.z:.1f})" for word in mine) or "none"}
        for key, mine in zip(keys, against.words, strict=True)
    ]
    sentences = list(quoted.quotes_sentences(found, telling))
    if against.n_both:
        n = against.n_both
        sentences.append(
            f"{n:,} {'passage of' if n == 1 else 'passages of'} {keys[0]} overlap"
            f"{'s' if n == 1 else ''} {keys[1]}: they are in no pair."
        )
    return Section(
        "compared",
        f"{quoted.heading_of(first_group)} beside {quoted.heading_of(second_group)}",
        sentences,
        [pairs, replace(words, shown=shown)],
        topics=quoted.quoted_topics(found, telling),
        records=quoted.quotations_table(found),
    )


def beside_section(target: Quotation, found: QuotesFound, telling: quoted.Telling) -> Section:
    """Return one passage beside the most alike of its code, and of the other codes.

    `found` has a group for each of them; the rank of a quotation is its likeness to the passage.
    """
    own = quoted.quote_of(target, found.unit, telling.words, "q-passage")
    passage = QuotedTopic(f"The passage {target.key}", [], [own], width=quoted.WIDTH)
    sentences = [
        f"Likeness is the cosine with the passage, by {telling.by}; what overlaps it, and what "
        "repeats another passage, is left out.",
        *quoted.quotes_sentences(found, telling),
    ]
    return Section(
        "beside",
        f"{target.key} beside the passages that are most like it",
        sentences,
        topics=[passage, *quoted.quoted_topics(found, replace(telling, alike=True))],
        records=quoted.quotations_table(found),
    )


def _side(which: str, key: str, unit: str) -> list[Column]:

    def mine(pair: Pair) -> Quotation:
        return pair.one if which == "one" else pair.other

    def told(pair: Pair) -> str:
        quotation = mine(pair)
        source = quoted.source_line(quotation, unit, _PAIR_WORDS)
        return f"“{extract(quotation, _PAIR_WORDS)}” ({source})"

    return [
        Column(which, lambda pair: key, people=False),
        Column(f"{which}_document", lambda pair: mine(pair).document, people=False),
        Column(f"{which}_start", lambda pair: mine(pair).start, people=False),
        Column(f"{which}_end", lambda pair: mine(pair).end, people=False),
        Column(f"{which}_text", lambda pair: mine(pair).text, people=False, unquoted=nothing),
        Column(which, told, heading=key, files=False, unquoted=lambda pair: mine(pair).key),
    ]
