"""How a table of codings is laid out: which columns hold documents, coders, dimensions, codes."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from textmine.cells import clean, fold
from textmine.coding.tables.code_columns import (
    CODE,
    CODE_TOO,
    CODER,
    OF_ROWS,
    WideColumn,
    by_alias,
    dimension_named,
    not_read,
    numbered,
    of_rows,
    stage_columns,
    wide_column,
    with_memos,
)
from textmine.coding.tables.coder_columns import coder_columns
from textmine.coding.tables.crossed_headings import crossed_columns
from textmine.coding.tables.document_ids import column_of_ids
from textmine.coding.tables.flags import Flag
from textmine.corpus.reading.raw import RawTable
from textmine.errors import InputError, did_you_mean
from textmine.schema import DOCUMENT_FIELDS, ID

MEMO = "memo:"
"""Begins the name of a column with a coder's remark on the column of codes named after it."""

_DIMENSION = ("dimension", "variable", "category", "scheme")
_ID_TOO = ("unit", "item", "inputhash", "dataid", "documentname")
_EXTRA = {
    "origin": ("origin",),
    "created_at": ("codedat", "codedon", "createdat", "date"),
    "memo": ("memo", "note", "notes", "comment", "remark", "remarks"),
    "sampling_probability": ("samplingprobability", "inclusionprobability"),
    "role": ("role",),
    "round": ("codinground",),
}

_SAID = {"created_at": "when it was coded", "memo": "the coder's remark"}
_SAID_BY_OTHERS = ("date", "comment", "note", "notes", "remark", "remarks")
"""Names of columns that may be facts of the documents as well, so that reading them is said."""


@dataclass(frozen=True)
class CodingLayout:
    """Columns of a coding table: the document's id, the codes, and what says whose they are.

    `remark` names columns that could be taken for coders and were not.
    """

    document: tuple[str, ...]
    codes: tuple[WideColumn, ...]
    dimension: str | None = None
    coder: str | None = None
    extra: dict[str, str] = field(default_factory=dict)
    remark: str = ""

    @property
    def columns(self) -> set[str]:
        """Every column that is read."""
        own = {self.dimension, self.coder, *(column.column for column in self.codes)}
        memos = {column.memo or f"{MEMO}{column.column}" for column in self.codes}
        own |= {*self.document, *self.extra.values(), *memos, *self.flags}
        return {name for name in own if name}

    @property
    def flags(self) -> set[str]:
        """The columns that say yes or no to one code each."""
        return {flag.header for column in self.codes for flag in column.flags}

    def describe(self) -> str:
        """Return a sentence on how the table is read."""
        names = "+".join(self.document)
        parts = [
            f"{column.column} = {column.dimension or f'dimension in {self.dimension}'} "
            f"by {column.coder or f'coder in {self.coder}'}"
            for column in self.codes
        ]
        doubtful = [
            f"{_SAID[key]} in {name}"
            for key, name in self.extra.items()
            if key in _SAID and name.strip().casefold() in _SAID_BY_OTHERS
        ]
        memos = dict.fromkeys(column.memo for column in self.codes)
        remarks = [f"{_SAID['memo']} in {n}" for n in memos if n and not n.startswith(MEMO)]
        return f"document in {names}; " + "; ".join(parts + doubtful + remarks)


def guess_layout(
    table: RawTable,
    dimensions: Sequence[str],
    *,
    document: str | None = None,
    coder: str | None = None,
    dimension: str | None = None,
    mapped: Sequence[str] = (),
    spans: str | None = None,
    flagged: Mapping[str, Sequence[str]] | None = None,
    called: Mapping[str, str] | None = None,
    ids: Collection[str] = (),
) -> CodingLayout:
    """Find out how a table of codings is laid out.

    `mapped` holds COLUMN=DIMENSION or COLUMN=DIMENSION:CODER and wins over every guess; `coder`
    and `dimension` name a column, or else stand for the whole table. Without them a column `code`
    makes the table long; a column called like a dimension, alone or joined with a coder's name
    (goal:ann, ann_goal), makes it wide (beside a column with the coder a header names none), and
    so do, for one dimension, columns that look like those
    of coders; memo:goal holds remarks. `spans` is START,END: columns of
    places in the document's text; they are never guessed, since places in some larger text are
    often called so. `flagged` maps dimensions to the columns that say yes or no to one of its codes
    each. `called` says what dimensions are called besides; by the `ids` of the documents their
    column is known, whatever it is called. Raises InputError when nothing fits.
    """
    flagged = flagged or {}
    for dimension_of_flags, names in flagged.items():
        _refuse_unfit_flags(table, dimension_of_flags, names)
    documents = _document_columns(table, document, ids)
    coder_column, coder_name = _column_or_name(table, coder, CODER)
    if dimension in table.columns and not mapped:
        mapped = _holds_codes(table, dimension or "", dimensions)
        dimension = None if mapped else dimension
    dimension_column, dimension_name = _column_or_name(table, dimension, _DIMENSION)
    if dimension_name is None and dimension_column is None and len(dimensions) == 1:
        dimension_name = dimensions[0]
    extra = {
        key: name for key, names in _EXTRA.items() if (name := by_alias(table, names)) is not None
    }
    extra |= _span_columns(table, spans)
    remark = ""
    if mapped:
        codes = [_mapped(table, entry, coder_name) for entry in mapped]
    else:
        used = {*documents, *(name for names in flagged.values() for name in names)}
        long = [] if flagged else _long(table, dimension_name, CODE)
        by_row = coder_name is None and (coder in table.columns or by_alias(table, OF_ROWS))
        codes = long or _wide(table, dimensions, used, coder_name, flagged, called or {})
        if by_row:
            codes = numbered(table, long) if long else of_rows(codes)
        if not codes and not flagged:
            codes = _long(table, dimension_name, CODE_TOO)
        staged = list(stage_columns(table, coder))
        if by_row and not codes and dimension_name is not None and len(staged) == 1:
            codes = [WideColumn(staged[0], dimension_name, None)]
        if by_row and long and staged:
            remark = not_read(staged, long)
    codes += [
        WideColumn(name, name, coder_name, tuple(Flag(header, header) for header in headers))
        for name, headers in flagged.items()
    ]
    if not codes and not coder:
        codes, remark = _coders(table, dimensions, used)
    if coder_name is not None:
        coder_column = None
        codes = [replace(column, coder=column.coder or coder_name) for column in codes]
    codes = with_memos(codes, table.columns)
    layout = CodingLayout(documents, tuple(codes), dimension_column, coder_column, extra, remark)
    _refuse_unsettled(table, layout, dimensions)
    return layout


def _span_columns(table: RawTable, spans: str | None) -> dict[str, str]:
    if spans is None:
        return {}
    names = [name.strip() for name in spans.split(",")]
    if len(names) != 2 or not all(names):
        raise InputError(f"'{spans}' does not name two columns.", hint="Write --spans START,END.")
    for name in names:
        _refuse_missing(table, name)
    return {"start": names[0], "end": names[1]}


def _document_columns(table: RawTable, option: str | None, ids: Collection[str]) -> tuple[str, ...]:
    if option is not None:
        names = (option,) if option in table.columns else tuple(option.split("+"))
        for name in names:
            _refuse_missing(table, name)
        return names
    aliases = next(field.aliases for field in DOCUMENT_FIELDS if field.name == ID)
    column = by_alias(table, ("document", *aliases, *_ID_TOO)) or column_of_ids(table, ids)
    if column is None:
        raise InputError(
            f"{table.source} has no column that looks like the document's id.",
            hint=f"Say which it is: --document COLUMN. Columns: {', '.join(table.columns)}.",
        )
    return (column,)


def _column_or_name(
    table: RawTable, option: str | None, aliases: tuple[str, ...]
) -> tuple[str | None, str | None]:
    if option is None:
        return by_alias(table, aliases), None
    return (option, None) if option in table.columns else (None, option)


def _mapped(table: RawTable, entry: str, coder: str | None) -> WideColumn:
    column, equals, target = entry.rpartition("=")
    dimension, colon, named = target.partition(":")
    if not equals or not dimension or (colon and not named):
        raise InputError(
            f"'{entry}' is not a mapping.", hint="Write COLUMN=DIMENSION or COLUMN=DIMENSION:CODER."
        )
    _refuse_missing(table, column)
    return WideColumn(column, dimension, named or coder)


def _holds_codes(table: RawTable, column: str, dimensions: Sequence[str]) -> list[str]:
    """Return the mapping of a column named as the dimension whose cells are codes, else none."""
    values = {fold(cell) for cell in table.cells(column) if clean(cell)}
    if values & {fold(dimension) for dimension in dimensions}:
        return []
    same = [dimension for dimension in dimensions if fold(dimension) == fold(column)]
    if same or len(dimensions) == 1:
        return [f"{column}={(same or list(dimensions))[0]}"]
    if not dimensions and by_alias(table, CODE) is None:
        return [f"{column}={dimension_named(column)}"]
    return []


def _long(table: RawTable, dimension: str | None, aliases: Sequence[str]) -> list[WideColumn]:
    column = by_alias(table, aliases)
    return [] if column is None else [WideColumn(column, dimension, None)]


def _wide(
    table: RawTable,
    dimensions: Sequence[str],
    used: set[str],
    coder: str | None,
    flagged: Mapping[str, Sequence[str]],
    names: Mapping[str, str],
) -> list[WideColumn]:
    columns: list[WideColumn] = []
    for name in table.columns:
        if name in used or name.casefold().startswith(MEMO):
            continue
        for dimension in dimensions:
            if dimension in flagged:
                continue
            found = wide_column(name, dimension, names.get(dimension, ""), coder)
            if found is not None:
                columns.append(found)
    return columns


def _coders(
    table: RawTable, dimensions: Sequence[str], used: set[str]
) -> tuple[list[WideColumn], str]:
    """Take columns that look like the codes of one coder each, where there is one dimension."""
    if len(dimensions) != 1:
        return [], ""
    try:
        columns_found = coder_columns(table, sorted(used))
    except InputError:
        return [], ""
    # The option of this command that names columns has another form than --coders.
    remark = columns_found.remark.replace(" (--coders names coders)", "")
    return [WideColumn(name, dimensions[0], name) for name in columns_found.names], remark


def dimensions_of_header(table: RawTable) -> list[str]:
    """Return the dimensions of columns called DIMENSION:CODER, or in another form with a coder."""
    parted = (name.partition(":") for name in table.columns if not name.startswith(MEMO))
    dimensions = dict.fromkeys(
        dimension
        for dimension, _, coder in parted
        if coder.strip() and re.fullmatch(r"[A-Za-z][A-Za-z0-9_]*", dimension)
    )
    crossed = [] if dimensions else map(dimension_named, crossed_columns(table).dimensions)
    return list(dimensions or dict.fromkeys(crossed))


def _refuse_unsettled(table: RawTable, layout: CodingLayout, dimensions: Sequence[str]) -> None:
    if not layout.codes:
        raise InputError(
            f"No column of {table.source} holds codes: none is called 'code', "
            f"and none is named after a dimension ({', '.join(dimensions) or 'none known'}).",
            hint="Call it 'code', or after its dimension. Or say which: --map "
            "COLUMN=DIMENSION:CODER (repeat it for each column).",
        )
    for column in layout.codes:
        if column.dimension is None and layout.dimension is None:
            raise InputError(
                f"It is not clear which dimension the codes in column '{column.column}' belong to.",
                hint=f"Say --dimension NAME. The codebook has {', '.join(dimensions)}.",
            )
        if column.coder is None and layout.coder is None:
            raise InputError(
                f"{table.source} does not say who gave the codes in column '{column.column}'.",
                hint="Say --coder NAME (a column, or the coder's own name).",
            )


def _refuse_unfit_flags(table: RawTable, dimension: str, names: Sequence[str]) -> None:
    for name in names:
        _refuse_missing(table, name)
    if dimension in table.columns:
        raise InputError(
            f"{table.source} has a column '{dimension}' already.",
            hint="Give the dimension another name: --flags NAME=COLUMN,COLUMN.",
        )


def _refuse_missing(table: RawTable, name: str) -> None:
    if name not in table.columns:
        raise InputError(
            f"{table.source} has no column '{name}'.", hint=did_you_mean(name, table.columns)
        )
