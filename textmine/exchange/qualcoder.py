"""Read a project of QualCoder (.qda): a folder with a database that has all but pictures."""

from collections import defaultdict
from dataclasses import replace
from pathlib import Path

from textmine.errors import NotFoundError
from textmine.exchange import counting
from textmine.exchange.naming import made_guid
from textmine.exchange.positions import Converter, PositionModel, RawText
from textmine.exchange.project import (
    Case,
    LossCounter,
    Mark,
    Note,
    Project,
    ProjectCode,
    Selection,
    SourceText,
    User,
    Variable,
    parents_first,
)
from textmine.exchange.refi.parts import colour_of
from textmine.exchange.refi.reading import ReadProject
from textmine.exchange.sqlite_file import Tables, number_of, open_tables, text_of

DATABASE = "data.qda"
_PICTURES = (("code_image", "codes of areas of pictures"), ("code_av", "codes of sound and films"))


def read_qualcoder(path: Path, given: counting.GivenCounts = counting.FOUND_OUT) -> ReadProject:
    """Read a project: its folder, or the database in it; raise NotFoundError or InputError."""
    file = path / DATABASE if path.is_dir() else path
    if not file.is_file():
        raise NotFoundError(f"{path} has no {DATABASE}.", hint="Name the folder of the project.")
    with open_tables(file, "QualCoder project") as tables:
        return _read(tables, path.stem, given)


def _guid(kind: str, number: object) -> str:
    return made_guid(f"qualcoder {kind}", number_of(number))


def _user(owner: object) -> str:
    return made_guid("qualcoder user", text_of(owner)) if text_of(owner) else ""


def _read(tables: Tables, name: str, counts: counting.GivenCounts) -> ReadProject:
    lost = LossCounter()
    for table, what in _PICTURES:
        n = sum(1 for _ in tables.rows(table, "cid"))
        if n:
            lost.add(what, n=n)
    values = _values(tables)
    texts: dict[int, RawText] = {}
    sources: dict[int, SourceText] = {}
    columns = ("id", "name", "fulltext", "memo", "owner", "date")
    for number, title, text, memo, owner, date in tables.rows("source", *columns):
        if not text_of(text):
            lost.add("sources without any text", text_of(title))
            continue
        texts[number] = RawText(text_of(text))
        sources[number] = SourceText(
            _guid("source", number),
            text_of(title),
            texts[number].text,
            values=tuple(values["file", number]),
            description=text_of(memo).strip(),
            user=_user(owner),
            created_at=text_of(date),
        )
    model, selections = _selections(tables, texts, lost, counts)
    owners: dict[str, str] = {}
    for table in ("code_text", "annotation", "source", "journal"):
        for (owner,) in tables.rows(table, "owner"):
            if text_of(owner):
                owners[_user(owner)] = text_of(owner)
    project = Project(
        name=name,
        origin="QualCoder",
        users=tuple(User(guid, owner) for guid, owner in owners.items()),
        codes=tuple(_codes(tables)),
        variables=tuple(
            Variable(made_guid("qualcoder variable", text_of(row)), text_of(row))
            for row, _ in tables.rows("attribute_type", "name", "caseOrFile")
        ),
        cases=tuple(_cases(tables, values)),
        sources=tuple(
            replace(source, selections=tuple(selections[number]))
            for number, source in sources.items()
        ),
        notes=tuple(
            Note(
                _guid("journal", number), text_of(title), text_of(entry), _user(owner), text_of(at)
            )
            for number, title, entry, owner, at in tables.rows(
                "journal", "jid", "name", "jentry", "owner", "date"
            )
        ),
        losses=lost.losses,
    )
    return ReadProject(project, model)


def _values(tables: Tables) -> defaultdict[tuple[str, int], list[tuple[str, str]]]:
    """Return variables with values, by whether they are of a file or a case, and its number."""
    values: defaultdict[tuple[str, int], list[tuple[str, str]]] = defaultdict(list)
    for name, kind, value, number in tables.rows("attribute", "name", "attr_type", "value", "id"):
        if text_of(value):
            variable = made_guid("qualcoder variable", text_of(name))
            values[text_of(kind), number_of(number)].append((variable, text_of(value)))
    return values


def _codes(tables: Tables) -> list[ProjectCode]:
    """Return categories as folders, and codes below them or below other codes."""
    columns = ("catid", "name", "memo", "supercatid")
    folders = {
        _guid("category", number): ProjectCode(
            _guid("category", number),
            text_of(name),
            _guid("category", above) if above is not None else "",
            text_of(memo).strip(),
            codable=False,
        )
        for number, name, memo, above in tables.rows("code_cat", *columns)
    }
    codes = {}
    of_codes = ("cid", "name", "memo", "catid", "color", "supercid")
    for number, name, memo, category, colour, above in tables.rows("code_name", *of_codes):
        parent = _guid("category", category) if category is not None else ""
        parent = _guid("code", above) if above is not None else parent
        guid = _guid("code", number)
        codes[guid] = ProjectCode(
            guid, text_of(name), parent, text_of(memo).strip(), colour_of(text_of(colour))
        )
    return parents_first({**folders, **codes})


def _cases(
    tables: Tables, values: defaultdict[tuple[str, int], list[tuple[str, str]]]
) -> list[Case]:
    members: defaultdict[int, dict[str, None]] = defaultdict(dict)
    for case, source in tables.rows("case_text", "caseid", "fid"):
        members[number_of(case)][_guid("source", source)] = None
    return [
        Case(
            _guid("case", number),
            text_of(name),
            text_of(memo).strip(),
            tuple(members[number_of(number)]),
            tuple(values["case", number_of(number)]),
        )
        for number, name, memo in tables.rows("cases", "caseid", "name", "memo")
    ]


def _selections(
    tables: Tables, texts: dict[int, RawText], lost: LossCounter, counts: counting.GivenCounts
) -> tuple[counting.ChosenModel | None, defaultdict[int, list[Selection]]]:
    """Return how positions are counted, and the selections of each source by its number."""
    columns = ("ctid", "cid", "fid", "seltext", "pos0", "pos1", "owner", "date", "memo")
    rows = [row for row in tables.rows("code_text", *columns) if row[2] in texts]
    numbers = list(texts)
    index_of = {number: at for at, number in enumerate(numbers)}
    spans = [
        counting.CountedSpan(
            index_of[row[2]], number_of(row[4]), number_of(row[5]), text_of(row[3])
        )
        for row in rows
    ]
    raws = [texts[number] for number in numbers]
    model = counting.choose_model(raws, spans, "QualCoder", counts) if spans else None
    converters = {
        number: Converter(raw, model.model if model else PositionModel())
        for number, raw in texts.items()
    }
    selections: defaultdict[int, list[Selection]] = defaultdict(list)

    def add(source: int, start: object, end: object, coded_selection: Selection) -> None:
        here = converters[source]
        first, last = here.span(number_of(start), number_of(end))
        if 0 <= first <= last <= here.length:
            selections[source].append(replace(coded_selection, start=first, end=last))
        else:
            lost.add("selections that lie outside of their texts", f"{start}-{end}")

    for number, code, source, words, start, end, owner, date, memo in rows:
        date_text = text_of(date)
        mark = Mark(_guid("coding", number), _guid("code", code), _user(owner), date_text)
        selection = _guid("selection", number)
        about = text_of(memo).strip()
        selection_of_row = Selection(
            selection, 0, 0, (mark,), text_of(words), about, _user(owner), date_text
        )
        add(source, start, end, selection_of_row)
    of_remarks = ("anid", "fid", "pos0", "pos1", "memo", "owner", "date")
    for number, source, start, end, memo, owner, date in tables.rows("annotation", *of_remarks):
        if source in texts and text_of(memo).strip():
            about, date_text = text_of(memo).strip(), text_of(date)
            guid = _guid("annotation", number)
            selection_of_row = Selection(guid, 0, 0, (), "", about, _user(owner), date_text)
            add(source, start, end, selection_of_row)
    return model, selections
