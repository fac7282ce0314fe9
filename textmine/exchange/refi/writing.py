"""Write a project (.qdpx) or a codebook (.qdc): checked before anything is written."""

import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO

from textmine.errors import InputError
from textmine.exchange.checks import faults_of
from textmine.exchange.positions import SAFE, Reverser, WriteProfile
from textmine.exchange.project import (
    Case,
    Grouping,
    Note,
    Project,
    ProjectCode,
    Selection,
    SourceText,
)
from textmine.store.atomic import replacing_at_once

_UNDATED = "1970-01-01T00:00:00Z"
"""Stands for no date of a note: QualCoder 4.0 reads nothing that follows a note without one."""
_EPOCH = (1980, 1, 1, 0, 0, 0)
_UNFIT = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ESCAPES = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "\t": "&#9;",
    "\n": "&#10;",
    "\r": "&#13;",
}
_TO_ESCAPE = re.compile('[&<>"\t\n\r]')
_PROJECT = "urn:QDA-XML:project:1.0"
_CODEBOOK = "urn:QDA-XML:codebook:1.0"


def write_qdpx(path: Path, project: Project, profile: WriteProfile = SAFE) -> None:
    """Write a project in one piece; raise InputError where something in it does not hold.

    The same project gives the same bytes.
    """
    refuse_faults(project)
    with replacing_at_once(path) as draft, draft.open("wb") as stream:
        _write(stream, project, profile)


def refuse_faults(project: Project) -> None:
    """Raise InputError where references lead nowhere, places lie outside, or names are doubled."""
    faults = faults_of(project)
    if faults:
        shown = "; ".join(map(str, faults[:5]))
        raise InputError(
            f"The project would not be sound: {len(faults):,} faults, such as {shown}.",
            hint="Give other names to those that are there twice.",
        )


def write_qdc(path: Path, project: Project) -> None:
    """Write the codes of a project as a codebook in one piece. Raises as `write_qdpx`."""
    refuse_faults(project)
    if not project.codes:
        raise InputError("There is no code to write.", hint="Name a codebook with codes.")
    parts = [
        '<?xml version="1.0" encoding="utf-8"?>\n',
        f'<CodeBook xmlns="{_CODEBOOK}"{_attributes(origin=project.origin)}>\n',
        *_codes(project.codes, in_project=False),
        "</CodeBook>\n",
    ]
    with replacing_at_once(path) as draft:
        draft.write_text("".join(parts), encoding="utf-8")


def _write(stream: BinaryIO, project: Project, profile: WriteProfile) -> None:
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        _member(archive, "project.qde", "".join(project_xml(project, profile)).encode("utf-8"))
        for source in project.sources:
            _member(archive, f"sources/{source.guid}.txt", stored_text(source.text, profile))


def stored_text(text: str, profile: WriteProfile) -> bytes:
    """Return a text as it stands in its file.

    A text that itself begins with a byte order mark gets another one, for readers take one away.
    """
    mark = "\ufeff" if profile.bom or text.startswith("\ufeff") else ""
    lines = text.replace("\n", profile.line_end) if profile.line_end != "\n" else text
    return (mark + lines).encode("utf-8")


def _member(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    info = zipfile.ZipInfo(name, _EPOCH)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o644 << 16
    archive.writestr(info, data)


def project_xml(project: Project, profile: WriteProfile = SAFE) -> Iterator[str]:
    """Yield project.qde in parts, in the order that the schema wants."""
    yield '<?xml version="1.0" encoding="utf-8"?>\n'
    yield f'<Project xmlns="{_PROJECT}"{_attributes(name=project.name, origin=project.origin)}>\n'
    yield from _container(
        "Users",
        (f"<User{_attributes(guid=user.guid, name=user.name)}/>\n" for user in project.users),
    )
    if project.codes:
        yield "<CodeBook>\n"
        yield from _codes(project.codes, in_project=True)
        yield "</CodeBook>\n"
    yield from _container(
        "Variables",
        (
            "<Variable"
            + _attributes(guid=variable.guid, name=variable.name, typeOfVariable=variable.kind)
            + "/>\n"
            for variable in project.variables
        ),
    )
    kinds = {variable.guid: variable.kind for variable in project.variables}
    yield from _container("Cases", (_case(case, kinds) for case in project.cases))
    yield from _container(
        "Sources", (_source(source, kinds, profile) for source in project.sources)
    )
    yield from _container("Notes", map(_note, project.notes))
    yield from _container("Sets", map(_set, project.groupings))
    yield _description(project.description)
    yield _references("NoteRef", project.notes_on)
    yield "</Project>\n"


def _container(name: str, items: Iterable[str]) -> Iterator[str]:
    """Yield an element with its items, nothing where there is none: an empty one is not valid."""
    first = True
    for item in items:
        if first:
            yield f"<{name}>\n"
            first = False
        yield item
    if not first:
        yield f"</{name}>\n"


def _codes(codes: Sequence[ProjectCode], *, in_project: bool) -> Iterator[str]:
    below: dict[str, list[ProjectCode]] = {}
    known = {code.guid for code in codes}
    for code in codes:
        below.setdefault(code.parent if code.parent in known else "", []).append(code)

    waiting: list[ProjectCode | str] = [*reversed(below.get("", []))]
    yield "<Codes>\n"
    while waiting:
        item = waiting.pop()
        if isinstance(item, str):
            yield item
            continue
        codable = "true" if item.codable else "false"
        yield "<Code" + _attributes(
            guid=item.guid, name=item.name, isCodable=codable, color=item.colour
        )
        inner = _description(item.description)
        inner += _references("NoteRef", item.notes) if in_project else ""
        children = below.get(item.guid, [])
        if not inner and not children:
            yield "/>\n"
            continue
        yield f">{inner}\n"
        waiting.append("</Code>\n")
        waiting += reversed(children)
    yield "</Codes>\n"


def _case(case: Case, kinds: Mapping[str, str]) -> str:
    return "".join(
        [
            f"<Case{_attributes(guid=case.guid, name=case.name)}>",
            _description(case.description),
            _values(case.values, kinds),
            _references("SourceRef", case.sources),
            "</Case>\n",
        ]
    )


def _source(source: SourceText, kinds: Mapping[str, str], profile: WriteProfile) -> str:
    reverser = Reverser(source.text, profile.model, profile.line_end)
    attributes = _attributes(
        guid=source.guid,
        name=source.name,
        plainTextPath=f"internal://{source.guid}.txt",
        creatingUser=source.user,
        creationDateTime=source.created_at,
    )
    parts = [f"<TextSource{attributes}>", _description(source.description)]
    parts += (_selection(selection, reverser) for selection in source.selections)
    parts += (
        _coding(mark.guid, mark.code, mark.user, mark.created_at, mark.notes)
        for mark in source.marks
    )
    parts += [
        _references("NoteRef", source.notes),
        _values(source.values, kinds),
        "</TextSource>\n",
    ]
    return "".join(parts)


def _selection(selection: Selection, reverser: Reverser) -> str:
    start, end = reverser.span(selection.start, selection.end)
    attributes = (
        f' guid="{selection.guid}" startPosition="{start}" endPosition="{end}"'
        f"{_attributes(name=selection.name)}{_by(selection.user, selection.created_at)}"
    )
    codings = "".join(
        _coding(mark.guid, mark.code, mark.user, mark.created_at, mark.notes)
        for mark in selection.marks
    )
    inner = _description(selection.description) + codings + _references("NoteRef", selection.notes)
    return f"<PlainTextSelection{attributes}>{inner}</PlainTextSelection>\n"


def _coding(guid: str, code: str, user: str, at: str, notes: Iterable[str]) -> str:
    inner = f'<CodeRef targetGUID="{code}"/>' + _references("NoteRef", notes)
    return f'<Coding guid="{guid}"{_by(user, at)}>{inner}</Coding>'


def _by(user: str, at: str) -> str:
    """Return the attributes that say by whom and when, of what needs no escape."""
    who = f' creatingUser="{user}"' if user else ""
    return f'{who} creationDateTime="{at}"' if at else who


def _note(note: Note) -> str:
    at = note.created_at or _UNDATED
    attributes = _attributes(
        guid=note.guid, name=note.name, creatingUser=note.user, creationDateTime=at
    )
    text = _escaped(note.text)
    return f"<Note{attributes}><PlainTextContent>{text}</PlainTextContent></Note>\n"


def _set(grouping: Grouping) -> str:
    inner = [
        _description(grouping.description),
        _references("MemberCode", grouping.codes),
        _references("MemberSource", grouping.sources),
        _references("MemberNote", grouping.notes),
    ]
    return f"<Set{_attributes(guid=grouping.guid, name=grouping.name)}>{''.join(inner)}</Set>\n"


def _values(values: Iterable[tuple[str, str]], kinds: Mapping[str, str]) -> str:
    return "".join(
        f'<VariableValue><VariableRef targetGUID="{variable}"/>'
        f"<{kinds[variable]}Value>{_escaped(value)}</{kinds[variable]}Value></VariableValue>"
        for variable, value in values
    )


def _references(name: str, guids: Iterable[str]) -> str:
    return "".join(f'<{name} targetGUID="{guid}"/>' for guid in guids)


def _description(text: str) -> str:
    return f"<Description>{_escaped(text)}</Description>" if text else ""


def _attributes(**attributes: str) -> str:
    """Return attributes that have a value, escaped."""
    return "".join(f' {name}="{_escaped(value)}"' for name, value in attributes.items() if value)


def _escaped(text: str) -> str:
    """Return a text as XML holds it; signs that XML has no place for are replaced."""
    fit = _UNFIT.sub("\ufffd", text)
    return _TO_ESCAPE.sub(lambda match: _ESCAPES[match[0]], fit)
