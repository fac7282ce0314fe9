"""How the page shows one topic: its words by three measures, and what fits and does not."""

from __future__ import annotations

from textmine.topics import TopicView

LABELS_ARE_PROPOSED = (
    "Labels are proposed by a machine from the phrases of a topic's units (log-odds against the "
    "rest), no two the same: confirm or change them. FREX words are frequent in a topic and nearly "
    "only there. Quotations marked 'apart' come from units in which the topic is strong and that "
    "stand apart from the others by their words: read them before saying what all of them say."
)


def words_of_topic(topic: TopicView) -> str:
    """Return the topic's words by weight, by FREX and by keyness, as one line."""
    portrait = topic.portrait
    parts = [", ".join(topic.words)]
    if portrait.frex:
        parts.append(f"FREX: {', '.join(portrait.frex)}")
    if portrait.key_words:
        keys = ", ".join(f"{key.word} ({key.z:.1f})" for key in portrait.key_words)
        parts.append(f"key words (z): {keys}")
    return " | ".join(parts)


def quotations_of_topic(topic: TopicView) -> list[tuple[str, str]]:
    """Return the typical quotations and then those that stand apart, each with its source."""
    told = [(quote, "") for quote in topic.quotations]
    told += [(one.quotation, f"apart: {one.why}") for one in topic.portrait.dissenting]
    return [
        (
            quote.text,
            " · ".join(part for part in (quote.signature, why) if part),
        )
        for quote, why in told
    ]
