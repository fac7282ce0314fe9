"""Which public corpora there are, under which licence, and where their files come from."""

from __future__ import annotations

from collections.abc import Mapping

from textmine.corpus.public import Place, PublicCorpus, PublicSource
from textmine.present import Column, Section, table_of

Entry = tuple[PublicSource, PublicCorpus]


def public_section(entries: Mapping[str, Entry]) -> Section:
    """Return the section with a row a public corpus."""
    columns = [
        Column("name", lambda entry: entry[1].name),
        Column("about", lambda entry: entry[1].about),
        Column("language", lambda entry: entry[1].lang),
        Column("documents", lambda entry: entry[1].documents),
        Column("bytes", lambda entry: entry[1].bytes),
        Column("licence", lambda entry: entry[0].licence),
        Column("from", _from, people=False),
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


def _from(entry: Entry) -> str:
    return "source" if _served(entry) else "folder or mirror"
