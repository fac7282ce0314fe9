"""What a corpus is, its copies and exclusions, which corpora there are, and which are public."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from textmine.present import Column, Section, beginning, columns_of, table_of
from textmine.schema import ID, TEXT

if TYPE_CHECKING:
    from textmine.corpus import Corpus, CorpusInfo, Reader, Reading, StoredDocuments
    from textmine.corpus.duplicates import Duplicates
    from textmine.corpus.public import Place, PublicCorpus, PublicSource

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
    columns = [Column("fact", lambda fact: fact[0]), Column("value", lambda fact: str(fact[1]))]
    table = table_of("corpus", f"{corpus.name}: {extent_of(corpus)}", columns, facts)
    return Section("corpus", "The corpus", remarks, [table], records=table)


def readers_section(readers: Iterable[Reader]) -> Section:
    """Return a row a reader, with the options that it obeys."""
    columns = [
        Column("reader", lambda row: row.name),
        Column("reads", lambda row: row.reads),
        Column("endings", lambda row: " ".join(row.endings)),
        Column("options", lambda row: " ".join(f"--{option}" for option in sorted(row.options))),
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
    dated = "first" in counts and not corpus.info.dated_by_files
    days = dict.fromkeys(counts[key] for key in ("first", "last")) if dated else ()
    return ", ".join([*parts, *([" to ".join(map(str, days))] if days else [])])


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


_SHOWN = 20
_FIRST_WORDS = 60


def duplicates_section(documents: StoredDocuments, found: Duplicates) -> Section:
    """Return the section with the groups, and how many documents are copies."""
    places = sorted({group.template for group in found.groups})
    templates = documents.take(places, [ID, TEXT])
    ids = dict(zip(places, map(str, templates[ID].to_pylist()), strict=True))
    texts = dict(zip(places, map(str, templates[TEXT].to_pylist()), strict=True))
    columns = [
        Column("group", lambda group: group.number),
        Column("n", lambda group: len(group.members)),
        Column("copies", lambda group: len(group.copies)),
        Column("kind", lambda group: group.kind.value),
        Column("lowest similarity", lambda group: round(group.low, 3)),
        Column("highest", lambda group: round(group.high, 3)),
        Column("template", lambda group: ids[group.template]),
        Column("first words", lambda group: " ".join(texts[group.template].split())[:_FIRST_WORDS]),
    ]
    title = f"{documents.name}: the largest groups"
    table = table_of("duplicates", title, columns, found.groups, most=_SHOWN)
    sentences = [_copies_totals(found)]
    return Section(
        "duplicates",
        "Copies and quotations",
        sentences,
        [table] if table.rows else [],
        records=table,
    )


def _copies_totals(found: Duplicates) -> str:
    copied = sum(bool(group.copies) for group in found.groups)
    from textmine.corpus.duplicates import Kind

    quoting = sum(kind is Kind.quotes for kind in found.kinds)
    share = 100 * found.n_copies / found.n if found.n else 0.0
    return (
        f"n = {found.n:,} documents, {len(found.groups):,} groups. {copied:,} of the groups have "
        f"copies: {found.n_copies:,} documents ({share:.1f} %) are a copy of another one. "
        f"{quoting:,} documents are no copy, but quote another one."
    )


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
        *columns_of("when", "by", "reason"),
        Column("now", lambda entry: _now(entry.document, texts, out)),
        Column("first words", lambda entry: beginning(texts.get(entry.document, ""), _FIRST_WORDS)),
    ]
    table = table_of("exclusions", "Every decision", columns, ledger.entries)
    reasons = Counter(standing[identity].reason for identity in sorted(out))
    by_reason = table_of(
        "reasons",
        "Documents left out, by reason",
        [Column("reason", lambda row: row[0]), Column("documents", lambda row: row[1])],
        reasons.most_common(),
    )
    tables = [shown_table for shown_table in (by_reason, table) if shown_table.rows]
    lost = [d for d, entry in standing.items() if entry.out and d not in out]
    sentences = [_left_out_totals(whole, len(out))]
    if lost:
        sentences.append(
            f"{len(lost):,} decisions do not hold any more, for the document is gone or has "
            f"another text: {', '.join(lost[:5])}{', …' if len(lost) > 5 else ''}."
        )
    return Section("exclusions", "Documents left out", sentences, tables, records=table)


def _left_out_totals(whole: Corpus, n_out: int) -> str:
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


Entry: TypeAlias = "tuple[PublicSource, PublicCorpus]"


def public_section(entries: Mapping[str, Entry]) -> Section:
    """Return the section with a row a public corpus."""
    columns = [
        Column("name", lambda entry: entry[1].name),
        Column("about", lambda entry: entry[1].about),
        Column("language", lambda entry: entry[1].lang),
        Column("documents", lambda entry: entry[1].documents),
        Column("bytes", lambda entry: entry[1].bytes),
        Column("licence", lambda entry: entry[0].licence),
        Column("from", lambda row: "source" if _served(row) else "folder or mirror", people=False),
        Column("licence_url", lambda entry: entry[0].licence_url, people=False),
        Column("source", lambda entry: entry[0].address, people=False),
        Column("cite", lambda entry: entry[0].cite, people=False),
    ]
    table = table_of("public", "Public corpora", columns, entries.values())
    unserved = [entry[1].name for entry in entries.values() if not _served(entry)]
    sentence = f"No address serves {', '.join(unserved)}: name a folder or a mirror with --from."
    return Section(
        "public", "Public corpora", [sentence] if unserved else [], [table], records=table
    )


def files_section(source: PublicSource, corpus: PublicCorpus, place: Place) -> Section:
    """Return the section with a row a file of a public corpus, and where it would come from."""
    nowhere = "no address: a folder or a mirror is needed"
    columns = [
        Column("file", lambda file: file.path),
        Column("bytes", lambda file: file.bytes),
        Column("from", lambda file: place.finds(source, file) or nowhere),
    ]
    table = table_of("files", "", columns, corpus.files)
    return Section("files", corpus.name, tables=[table], records=table)


def source_lines(source: PublicSource, corpus: PublicCorpus, place: Place) -> list[str]:
    """Return what a person should know before a public corpus is fetched, a line each."""
    served = all(place.finds(source, file) for file in corpus.files)
    where = place if served else "a folder or a mirror only"
    return [
        f"{corpus.name}: {corpus.about}. {corpus.documents:,} documents, {corpus.lang}.",
        f"  source   {source.address}",
        f"  licence  {source.licence}, {source.licence_url}",
        *([f"  terms    {source.attribution}"] if source.attribution else []),
        f"  cite     {source.cite}",
        f"  files    {len(corpus.files)}, {corpus.bytes / 1e6:.1f} MB, from {where}",
    ]


def _served(entry: Entry) -> bool:
    source, corpus = entry
    return all(source.address_of(file) for file in corpus.files)
