"""Codebooks: the list of them, the codes of one, its changes, and how two differ."""

from collections.abc import Iterator, Sequence
from dataclasses import fields, replace
from pathlib import Path

from textmine import codebook
from textmine.coding import Review
from textmine.coding.changing import Changed
from textmine.present import Column, Row, Section, Table, columns_of, table_of


def list_section(listed: Sequence[codebook.Listed]) -> Section:
    """Return a row a codebook that can be used."""
    columns = [
        Column("codebook", lambda row: row.codebook.name),
        Column("title", lambda row: row.codebook.title),
        Column("dimensions", lambda row: _sizes(row.codebook)),
        Column("version", lambda row: row.codebook.version),
        Column("from", lambda row: "textmine" if row.builtin else row.path.name),
    ]
    table = table_of("codebooks", "", columns, listed)
    return Section("codebooks", "Codebooks", (), [table], records=table)


def codebook_section(book: codebook.Codebook) -> Section:
    """Return the codes as people read them, how to answer, and what cells and rules say.

    The columns of the records are those that 'textmine codebook new --from-table' reads, and how a
    code is.
    """
    codes = [(dimension, code) for dimension in book.dimensions for code in dimension.codes]
    records = table_of("codes", "All codes", _CODE_COLUMNS, codes)
    title = f"{book.name}: {book.title} (unit: {book.unit}; version {book.version})"
    tables = [table_of("outline", title, _OUTLINE_COLUMNS, _outlined(book)), *_more(book)]
    source = [book.citation] if book.citation else []
    return Section("codebook", book.name, source, tables, records=records)


def difference_section(differences: Sequence[codebook.Difference]) -> Section:
    """Return a row a difference between two codebooks."""
    columns = [
        Column("difference", lambda row: row.kind),
        *columns_of("dimension", "code", "detail"),
    ]
    table = table_of("differences", "", columns, differences)
    sentences = [] if differences else ["They say the same."]
    return Section("differences", "Differences", sentences, [table], records=table)


def changed_section(changed: Changed, list_to: Path | None) -> Section:
    """Return what a change of a codebook changed, and the codings that it calls back.

    They are in the file `list_to`, or its tables show the first of them.
    """
    old, new, n = changed.old, changed.new, len(changed.review)
    section = difference_section(codebook.diff_codebooks(old, new))
    tables, review = section.tables, review_table(changed.review)
    sentence = (
        f"Dry run: '{new.name}' would be version {new.version}; the codebook was not changed."
    )
    if changed.kept is not None:
        sentence = (
            f"'{new.name}' is now version {new.version}; version {old.version} is kept in "
            f"{changed.kept}."
        )
    if list_to is not None:
        again = f"{n:,} codings that have to be looked at again written to {list_to}."
    elif n:
        tables = [*tables, replace(review, shown=review.for_people[:_SHOWN])]
        more = f"; the first {_SHOWN} are shown" if n > _SHOWN else ""
        again = f"{n:,} codings have to be looked at again{more}; --list FILE.csv."
    else:
        again = "No coding has to be looked at again."
    return replace(section, tables=tables, sentences=[sentence, again])


def changes_section(book: codebook.Codebook) -> Section:
    """Return a row a recorded change, with its reason."""
    columns = [
        *columns_of("version", "date", "by"),
        Column("change", lambda change: change.action),
        Column("dimension", lambda change: change.dimension),
        Column("codes", lambda change: ", ".join(change.codes)),
        Column("into", lambda change: ", ".join(change.into)),
        Column("detail", lambda change: change.detail),
        Column("reason", lambda change: change.reason),
    ]
    table = table_of("changes", "", columns, book.changes)
    none = f"'{book.name}' is at version {book.version}; no change is recorded."
    return Section("changes", "Changes", [] if table.rows else [none], [table], records=table)


def check_section(book: codebook.Codebook, review: Sequence[Review]) -> Section:
    """Return the codings to look at again, and what the codebook has and lacks."""
    codes = sum(len(dimension.code_ids) for dimension in book.dimensions)
    rules = f", {len(book.rules)} rules" if book.rules else ""
    undefined = [
        f"{dimension.id} {code.id}"
        for dimension in book.dimensions
        for code in dimension.codes
        if not code.definition and not code.retired
    ]
    sentences = [
        f"'{book.name}' is valid: {len(book.dimensions)} dimensions, {codes} codes{rules}."
    ]
    if review:
        sentences.append(
            f"{len(review)} codings have to be looked at again after changes of the codebook."
        )
    if undefined:
        sentences.append(f"Without a definition: {', '.join(undefined)}.")
    table = review_table(review)
    return Section("check", book.name, sentences, [table], records=table)


def review_table(review: Sequence[Review]) -> Table:
    """Return a row a coding that has to be looked at again, and why."""
    columns = columns_of(*(field.name for field in fields(Review)))
    return table_of("review", "To be looked at again:", columns, review)


_SHOWN = 20
_CODE_COLUMNS = [
    Column("dimension", lambda row: row[0].id),
    Column("code", lambda row: row[1].id),
    Column("name", lambda row: row[1].name),
    Column("definition", lambda row: row[1].definition),
    Column("include", lambda row: row[1].include),
    Column("exclude", lambda row: row[1].exclude),
    Column("example", lambda row: "\n".join(row[1].examples)),
    Column("parent", lambda row: row[1].parent),
    Column("stage", lambda row: row[1].stage),
    Column("given", lambda row: _state(row[1]) or "yes"),
]
_OUTLINE_COLUMNS = [
    Column("dimension", lambda row: row[0].id),
    Column("code", lambda row: "  " * row[2] + row[1].id),
    Column("name", lambda row: row[1].name + (f" ({_state(row[1])})" if _state(row[1]) else "")),
    Column("definition", lambda row: row[1].definition),
    Column("not", lambda row: row[1].exclude),
    Column("example", lambda row: " / ".join(row[1].examples)),
]


def _sizes(book: codebook.Codebook) -> str:
    return ", ".join(f"{dimension.id} ({len(dimension.code_ids)})" for dimension in book.dimensions)


def _state(code: codebook.Code) -> str:
    return "" if code.given else "retired" if code.retired else "heading"


def _outlined(book: codebook.Codebook) -> Iterator[tuple[codebook.Dimension, codebook.Code, int]]:
    for dimension in book.dimensions:
        for depth, code in codebook.outline(dimension):
            yield dimension, code, depth


def _more(book: codebook.Codebook) -> list[Table]:
    """Return how to answer, what follows, what cells mean, attributes and rules, where any are."""
    answers = [
        {"dimension": d.id, "how to answer": codebook.how_to_answer(d)} for d in book.dimensions
    ]
    follows = [
        {"dimension": d.id, "of": source, "follows": code}
        for d in book.dimensions
        for source, code in d.derive.items()
    ]
    cells = book.product.cells if book.product else {}
    attributes = [
        {
            "attribute": attribute.id,
            "column": attribute.column,
            "values": ", ".join(attribute.values),
        }
        for attribute in book.attributes
    ]
    rules = [
        {"rule": number, "demand": codebook.rule_sentence(rule), "reason": rule.reason}
        for number, rule in enumerate(book.rules, start=1)
    ]
    meanings = [{"cell": cell, "meaning": meaning} for cell, meaning in cells.items()]
    known: list[tuple[str, str, Sequence[Row]]] = [
        ("answers", "How to answer", answers),
        ("follows", "What follows from other codes", follows),
        ("cells", "What the cells mean", meanings),
        ("attributes", "Attributes of documents", attributes),
        ("rules", "Rules", rules),
    ]
    return [Table(*parts) for parts in known if parts[2]]
