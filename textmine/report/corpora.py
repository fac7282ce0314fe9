"""What a corpus is and where it comes from, which corpora there are, and what can be read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from textmine.corpus import Corpus, CorpusInfo, Reader, Reading
from textmine.present import Column, Section, table_of

_EXTENT = ("documents", "words", "threads", "files", "authors")


def corpora_section(infos: Sequence[CorpusInfo], remarks: Sequence[str]) -> Section:
    """Return a row a corpus; `remarks` are on those that cannot be used."""
    table = table_of(
        "corpora",
        "",
        [
            Column("corpus", lambda info: info.name),
            *map(_count, ("documents", "words", "threads", "authors", "first", "last")),
            _count("excluded"),
            Column("synthetic", lambda info: "yes" if info.synthetic else ""),
        ],
        infos,
    )
    none = [] if infos or remarks else ["No corpus yet: textmine corpus import FILE"]
    return Section("corpora", "Corpora", [*remarks, *none], [table], records=table)


def corpus_section(corpus: Corpus, remarks: Sequence[str] = ()) -> Section:
    """Return a row a fact: what a corpus says of itself, its source, columns and counts."""
    facts = [(name, value) for name, value in _facts(corpus) if value != ""]
    columns = [
        Column("fact", lambda fact: fact[0]),
        Column("value", lambda fact: str(fact[1])),
    ]
    table = table_of("corpus", f"{corpus.name}: {extent_of(corpus)}", columns, facts)
    return Section("corpus", "The corpus", remarks, [table], records=table)


def readers_section(readers: Iterable[Reader]) -> Section:
    """Return a row a reader, with the options that it obeys."""
    columns = [
        Column("reader", lambda one: one.name),
        Column("reads", lambda one: one.reads),
        Column("endings", lambda one: " ".join(one.endings)),
        Column("options", lambda one: " ".join(f"--{option}" for option in sorted(one.options))),
    ]
    table = table_of("readers", "", columns, readers)
    return Section("readers", "What is read", tables=[table], records=table)


def reading_lines(reading: Reading) -> list[str]:
    """Return what was read of a file: its rows, the columns of each field, remarks; lines."""
    table, checked, mapping = reading.table, reading.checked, reading.mapping
    facts = ", ".join(f"{key} {value}" for key, value in table.facts.items())
    problems = len({problem.row for problem in checked.problems})
    used = {name for columns in mapping.columns.values() for name in columns}
    rest = [name for name in table.columns if name not in used | set(mapping.left_out)]
    return [
        f"{reading.path.name}: {len(table.rows):,} rows ({facts}); {problems:,} with problems",
        *(
            f"  {field:<11}= {'+'.join(columns)}  ({mapping.how[field]})"
            for field, columns in mapping.columns.items()
        ),
        *([f"  kept as they are, under meta.: {', '.join(rest)}"] if rest else []),
        *(f"  note: {remark}" for remark in checked.remarks),
    ]


def extent_of(corpus: Corpus) -> str:
    """Return how large a corpus is, and from when to when: "131 documents, 36 threads"."""
    counts = corpus.info.counts
    parts = [f"{counts[key]:,} {key}" for key in _EXTENT if key in counts]
    dates = f", {counts['first']} to {counts['last']}" if "first" in counts else ""
    return ", ".join(parts) + dates


def _count(name: str) -> Column:
    return Column(name, lambda info: info.counts.get(name))


def _facts(corpus: Corpus) -> list[tuple[str, Any]]:
    about = corpus.info
    others = (str(name) for name in corpus.documents.columns if str(name).startswith("meta."))
    return [
        ("description", about.description),
        ("licence", about.licence),
        ("synthetic", "yes" if about.synthetic else "no"),
        *((f"source: {name}", value) for name, value in about.source.items()),
        *((f"column {name}", f"read from {value}") for name, value in about.columns.items()),
        *about.counts.items(),
        ("other columns", ", ".join(others)),
        *(
            (f"participants by {table.on}", f"{len(table.rows):,} of {table.source}")
            for table in corpus.beside.participants.tables
        ),
    ]
