"""From a raw file to a corpus: read, map the columns, check every row, save in one piece."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from textmine.cells import AS_FOUND, CellRule
from textmine.corpus import saving
from textmine.corpus.beside import Beside
from textmine.corpus.corpus import Corpus, CorpusInfo, load_info
from textmine.corpus.reading.column_values import code_columns, codes_remark
from textmine.corpus.reading.columns import ColumnMap, header_doubt, map_columns, no_dates
from textmine.corpus.reading.raw import RawTable
from textmine.corpus.reading.reader import ReadOptions
from textmine.corpus.reading.readers import read_raw
from textmine.corpus.reading.restored import restored_export, write_rejected
from textmine.corpus.reading.rows import Checked, check_rows
from textmine.corpus.reading.tables.annotation_tools import texts_of_export
from textmine.corpus.reading.tables.questions import open_questions, spread_answers
from textmine.corpus.spaceless import how_to_part, spaceless_language, spaceless_share
from textmine.errors import BadRowsError, InputError, RowProblem
from textmine.schema import ID, TEXT
from textmine.store import Workspace, refuse_same_file, sha256_of_file

_SAMPLE = 200


@dataclass(frozen=True)
class Reading:
    """A file as it was read: the raw table, the columns found, the documents and the problems.

    `former` is the corpus that its documents are added to, which are then among them.
    """

    path: Path
    table: RawTable
    mapping: ColumnMap
    checked: Checked
    former: CorpusInfo | None = None


@dataclass(frozen=True)
class About:
    """What only a person or a registry can say about a corpus; `address` is where it comes from."""

    description: str = ""
    licence: str = ""
    synthetic: bool = False
    address: str = ""


@dataclass(frozen=True)
class Imported:
    """The saved corpus and how many rows were set aside.

    `unchanged` says that the corpus had these documents already.
    """

    info: CorpusInfo
    checked: Checked
    rejected: int = 0
    unchanged: bool = False

    @property
    def remarks(self) -> list[str]:
        """What the reader and the checks had to say."""
        return self.checked.remarks

    @property
    def ids(self) -> set[str]:
        """The ids of the documents."""
        return set(self.checked.table[ID].to_pylist())

    @cached_property
    def corpus(self) -> Corpus:
        """The corpus with its documents as a data frame."""
        return Corpus(self.info.name, self.checked.documents, self.info)


def read_documents(
    path: Path,
    options: ReadOptions = ReadOptions(),
    columns: Mapping[str, str | None] | None = None,
    date_order: str | None = None,
    *,
    keep_orphans: bool = False,
    cut_cycles: bool = False,
    keep_personal: Sequence[str] = (),
    rule: CellRule = AS_FOUND,
) -> Reading:
    """Read a file or folder into documents without writing anything.

    `columns` maps fields to column names ("A+B" joins two, "-" leaves a field out); what it does
    not name is guessed. `keep_personal` names columns of personal data that are kept ("all": every
    one), `rule` words that mean "no value". Raises InputError when the file cannot be read at all.
    """
    table = read_raw(path, options)
    return documents_of(
        table,
        path,
        options,
        columns,
        date_order,
        keep_orphans=keep_orphans,
        cut_cycles=cut_cycles,
        keep_personal=keep_personal,
        rule=rule,
    )


def documents_of(
    table: RawTable,
    path: Path,
    options: ReadOptions = ReadOptions(),
    columns: Mapping[str, str | None] | None = None,
    date_order: str | None = None,
    *,
    keep_orphans: bool = False,
    cut_cycles: bool = False,
    keep_personal: Sequence[str] = (),
    rule: CellRule = AS_FOUND,
) -> Reading:
    """Make documents of a table that is read already, as `read_documents` does; `path` names it."""
    table = texts_of_export(restored_export(table))
    if not table.rows and not table.problems:
        raise InputError(f"{path} has a header and no rows.", hint="Export it again with its rows.")
    if not table.rows:
        raise BadRowsError(str(path), table.problems, hint="No good row is left.")
    chosen_columns = dict(columns or {})
    if options.questions:
        spread = spread_answers(table, options.questions, chosen_columns, rule)
        table, chosen_columns = spread.table, spread.given
        if not table.rows:
            raise InputError(f"No question of {path} has an answer.", hint="Name other questions.")
    else:
        table = replace(table, remarks=[*table.remarks, *_unasked(table, chosen_columns)])
    mapping = map_columns(table, chosen_columns, keep_personal)
    table = table.asking_for({name for names in mapping.columns.values() for name in names})
    checked = check_rows(
        table, mapping, date_order, keep_orphans=keep_orphans, cut_cycles=cut_cycles, rule=rule
    )
    doubt = header_doubt(table.columns) if options.has_header and not table.fields else ""
    all_remarks = [
        doubt,
        no_dates(table, mapping),
        *table.remarks,
        *mapping.remarks,
        *checked.remarks,
        codes_remark(code_columns(table, _beside(table, mapping))),
        _without_spaces(checked),
    ]
    remarks = [remark for remark in all_remarks if remark]
    checked = replace(checked, remarks=remarks)
    return Reading(path, table, mapping, checked)


def name_of(path: Path) -> str:
    """Make a name of a file's: letters without accents, everything else a hyphen."""
    plain = unicodedata.normalize("NFKD", path.stem).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9._]+", "-", plain).strip("-._") or "corpus"


def _beside(table: RawTable, mapping: ColumnMap) -> set[str]:
    """Return the columns kept under meta. of a table of which no format says what they are."""
    if TEXT in table.fields:
        return set()
    used = {names[0] for names in mapping.columns.values() if len(names) == 1}
    return set(table.columns) - used - set(mapping.left_out)


def _without_spaces(checked: Checked) -> str:
    """Return a remark where the texts are in a script that puts no spaces between words."""
    texts = checked.table[TEXT].slice(0, _SAMPLE).to_pylist()
    some_texts = [str(text)[:1_000] for text in texts if text]
    if spaceless_share(some_texts) <= 0.5:
        return ""
    language, code = spaceless_language(some_texts)
    return (
        f"the texts are in {language}, which puts no spaces between words: the count of words is "
        f"one of signs; before you prepare them, {how_to_part(code)}"
    )


def _unasked(table: RawTable, columns: Mapping[str, str | None]) -> list[str]:
    """Return a remark where a table looks like a survey and only one question would be read."""
    if columns.get(TEXT) or TEXT in table.fields:
        return []
    questions = open_questions(table)
    if len(questions) < 2:
        return []
    listed = ", ".join(f"'{name[:40]}'" for name in questions[:6])
    return [
        f"{len(questions)} columns look like open questions ({listed}): --question all makes a "
        "document of every answer"
    ]


def import_corpus(
    workspace: Workspace,
    name: str,
    reading: Reading,
    about: About = About(),
    rejected_to: Path | None = None,
    *,
    replacing: bool = False,
    beside: Beside | None = None,
) -> Imported:
    """Save what was read as the corpus `name`; where these documents stand already, change nothing.

    What lies `beside` the documents is saved with them; by default it is what lay there.

    Raises BadRowsError naming every bad row, unless `rejected_to` names a file for them, and
    TakenError where the corpus has other documents, unless it is to be replaced (`replacing`).
    """
    problems = reading.checked.problems
    workspace.folder("corpora", name)
    if rejected_to is not None:
        refuse_same_file(rejected_to, reading.path)
    refuse_bad_documents(reading, skip=rejected_to is not None)
    documents = reading.checked.table
    info = info_of(name, reading, about)
    with workspace.whole():
        same = saving.same_documents(workspace.folder("corpora", name), documents)
        if not same and not replacing:
            saving.refuse_taken(workspace, name)
        if rejected_to is not None:
            write_rejected(reading.table, problems, rejected_to)
        if same:
            return _said_anew(workspace, info, reading)
        info = saving.save_documents(workspace, info, documents, replace=True, beside=beside)
    return Imported(info, reading.checked, _rejected(reading))


def info_of(name: str, reading: Reading, about: About = About()) -> CorpusInfo:
    """Return what corpus.toml says of documents that were read."""
    columns = {key: "+".join(value) for key, value in reading.mapping.columns.items()}
    source, former = _source(reading, about), reading.former
    if former is not None:
        about = About(
            about.description or former.description,
            about.licence or former.licence,
            about.synthetic or former.synthetic,
        )
        added = "; ".join(filter(None, [former.source.get("added", ""), source["name"]]))
        source, columns = {**former.source, "added": added}, {**columns, **former.columns}
    info = CorpusInfo(
        name=name,
        description=about.description,
        licence=about.licence,
        synthetic=about.synthetic,
        source=source,
        columns=columns,
        counts={
            **saving.count_documents(reading.checked.table),
            "rows_rejected": _rejected(reading),
        },
    )
    if not info.cut_files:
        return info
    return info.model_copy(update={"counts": saving.files_for_threads(info.counts)})


def _said_anew(workspace: Workspace, info: CorpusInfo, reading: Reading) -> Imported:
    """Leave a corpus as it is that has these documents; write down what is said of it anew."""
    former = load_info(workspace.folder("corpora", info.name))
    said = {key: getattr(info, key) for key in ("description", "licence", "synthetic")}
    new = {key: value for key, value in said.items() if value and value != getattr(former, key)}
    if new:
        former = saving.change_corpus(
            workspace,
            info.name,
            lambda stored: replace(stored, info=stored.info.model_copy(update=new)),
        )
    return Imported(former, reading.checked, _rejected(reading), unchanged=not new)


def refuse_bad_documents(reading: Reading, *, skip: bool = False) -> None:
    """Raise BadRowsError naming every bad row, with `skip` only where no good one is left."""
    problems = reading.checked.problems
    if problems and not skip:
        raise BadRowsError(str(reading.path), problems, hint=_what_to_do(problems))
    if not len(reading.checked):
        raise BadRowsError(str(reading.path), problems, hint="No good row is left.")


def _what_to_do(problems: Sequence[RowProblem]) -> str:
    hint = "Correct the rows, or leave them out with --skip-bad-rows FILE."
    if any("parent" in problem.problem for problem in problems):
        hint += (
            " Replies to documents that are not there are kept with --keep-orphans, and circles of "
            "parents are cut with --cut-cycles."
        )
    return hint


def _rejected(reading: Reading) -> int:
    return len({problem.row for problem in reading.checked.problems})


def _source(reading: Reading, about: About) -> dict[str, str]:
    source = {"name": reading.path.name, **reading.table.facts}
    if about.address:
        source["address"] = about.address
    if reading.path.is_file():
        source["sha256"] = sha256_of_file(reading.path)
    return source
