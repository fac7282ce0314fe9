"""The ledger of exclusions: which documents are left out of a corpus, since when, and why."""

from __future__ import annotations

from collections import Counter

from textmine.corpus import Corpus
from textmine.present import Column, Section, table_of
from textmine.present.table import beginning

_FIRST_WORDS = 60


def exclusions_section(whole: Corpus) -> Section:
    """Return a row a decision, the oldest first, and the documents left out by reason.

    `whole` is the corpus with the documents that are left out.
    """
    ledger = whole.beside.ledger
    texts = dict(zip(whole.ids, whole.texts, strict=True))
    out = set(ledger.left_out(texts.items()))
    standing = ledger.standing
    columns = [
        Column("document", lambda entry: entry.document),
        Column("decision", lambda entry: "out" if entry.out else "in"),
        Column("when", lambda entry: entry.when),
        Column("by", lambda entry: entry.by),
        Column("reason", lambda entry: entry.reason),
        Column("now", lambda entry: _now(entry.document, texts, out)),
        Column("first words", lambda entry: beginning(texts.get(entry.document, ""), _FIRST_WORDS)),
    ]
    table = table_of("exclusions", "Every decision", columns, ledger.entries)
    reasons = Counter(standing[identity].reason for identity in sorted(out))
    by_reason = table_of(
        "reasons",
        "Documents left out, by reason",
        [Column("reason", lambda one: one[0]), Column("documents", lambda one: one[1])],
        reasons.most_common(),
    )
    tables = [each for each in (by_reason, table) if each.rows]
    lost = [d for d, entry in standing.items() if entry.out and d not in out]
    sentences = [_totals(whole, len(out))]
    if lost:
        sentences.append(
            f"{len(lost):,} decisions do not hold any more, for the document is gone or has "
            f"another text: {', '.join(lost[:5])}{', …' if len(lost) > 5 else ''}."
        )
    return Section("exclusions", "Documents left out", sentences, tables, records=table)


def _totals(whole: Corpus, n_out: int) -> str:
    n = len(whole)
    if not n_out:
        return f"No document of '{whole.name}' is excluded: all {n:,} count."
    verb = "is" if n_out == 1 else "are"
    return (
        f"{n_out:,} of the {n:,} documents of '{whole.name}' {verb} excluded and left out by every "
        f"command; {n - n_out:,} count. They stay stored, with their codings."
    )


def _now(document: str, texts: dict[str, str], out: set[str]) -> str:
    if document in out:
        return "excluded"
    return "in" if document in texts else "not in the corpus"
