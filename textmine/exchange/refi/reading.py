"""Read a project (.qdpx): texts, codes, coders, selections, cases, notes, and what is lost."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import get_args

from textmine.exchange import counting
from textmine.exchange.positions import Converter, RawText
from textmine.exchange.project import (
    Case,
    LossCounter,
    Mark,
    Note,
    Project,
    Selection,
    SourceText,
    User,
    Variable,
    VariableKind,
)
from textmine.exchange.refi.parts import (
    Archive,
    child,
    children,
    file_guid,
    guid_of,
    local_name,
    open_project,
    parse_root,
    read_codes,
    read_groupings,
    targets,
    text_of,
)
from textmine.lazily import etree

_ELSEWHERE = ("PictureSource", "AudioSource", "VideoSource")


@dataclass(frozen=True)
class ReadProject:
    """A project, and how its positions were read; `model` is None where nothing is selected."""

    project: Project
    model: counting.ChosenModel | None = None


@dataclass
class _Draft:
    """Sources without their selections, with their texts and what is selected as they stand."""

    archive: Archive
    lost: LossCounter = field(default_factory=LossCounter)
    sources: list[SourceText] = field(default_factory=list)
    raws: list[RawText] = field(default_factory=list)
    selected: list[list[etree._Element]] = field(default_factory=list)
    disagreeing: int = 0

    @cached_property
    def guids(self) -> set[str]:
        """The GUIDs of the sources and of their files, when all are read."""
        return {guid for source in self.sources for guid in (source.guid, source.file_guid)}


def read_qdpx(path: Path, given: counting.GivenCounts = counting.FOUND_OUT) -> ReadProject:
    """Read a project file.

    Raises NotFoundError or InputError, also where it cannot be told how positions are counted and
    `given` does not say it.
    """
    with open_project(path) as archive:
        root = parse_root(archive.project, f"{path.name} (project.qde)", "Project")
        draft = _Draft(archive)
        for element in children(child(root, "Sources")):
            _read_source(draft, element)
        notes = tuple(_note(archive, element) for element in children(child(root, "Notes"), "Note"))
        cases = [_case(draft, element) for element in children(child(root, "Cases"), "Case")]
    origin = root.get("origin") or ""
    sources, model = _placed(draft, origin, given)
    for name, what in (("Links", "links"), ("Graphs", "graphs")):
        for child_element in children(child(root, name)):
            draft.lost.add(what, child_element.get("name") or "")
    project = Project(
        name=root.get("name") or path.stem,
        origin=origin,
        users=tuple(
            User(guid_of(element), (element.get("name") or element.get("id") or "").strip())
            for element in children(child(root, "Users"), "User")
        ),
        codes=read_codes(child(root, "CodeBook")),
        variables=tuple(
            Variable(
                guid_of(element), element.get("name") or "", _kind(element.get("typeOfVariable"))
            )
            for element in children(child(root, "Variables"), "Variable")
        ),
        cases=tuple(cases),
        sources=sources,
        notes=notes,
        groupings=(
            *read_groupings(child(root, "Sets")),
            *read_groupings(child(child(root, "CodeBook"), "Sets")),
        ),
        description=text_of(root, "Description"),
        notes_on=targets(root, "NoteRef"),
        losses=draft.lost.losses,
        remarks=tuple(_remarks(draft)),
    )
    return ReadProject(project, model)


def _remarks(draft: _Draft) -> Iterable[str]:
    if draft.disagreeing:
        yield (
            f"Codes by another user than their selection: {draft.disagreeing:,}. The user of the "
            "code counts."
        )


def _kind(text: str | None) -> VariableKind:
    kinds: tuple[VariableKind, ...] = get_args(VariableKind)
    return next((kind for kind in kinds if kind == text), "Text")


def _read_source(draft: _Draft, element: etree._Element) -> None:
    kind = local_name(element)
    name = element.get("name") or ""
    if kind in _ELSEWHERE:
        what = {"PictureSource": "pictures", "AudioSource": "sound", "VideoSource": "films"}[kind]
        draft.lost.add(f"{what}, with their selections and transcripts", name)
        return
    if kind == "PDFSource":
        _read_pdf(draft, element)
    elif kind == "TextSource":
        _read_text(draft, element, element)


def _read_pdf(draft: _Draft, element: etree._Element) -> None:
    """Read the text of a PDF; codes on its pages have no place."""
    name = element.get("name") or ""
    for area in children(element, "PDFSelection"):
        codes = sum(1 for _ in children(area, "Coding"))
        draft.lost.add("codes of areas on the pages of PDFs", name, max(codes, 1))
    representation = child(element, "Representation")
    if representation is None:
        n = sum(1 for _ in element.iter("{*}Coding"))
        draft.lost.add("PDFs without their text, with their codes", f"{name} ({n} codes)")
        return
    if _read_text(draft, element, representation):
        draft.lost.add("pages of PDFs, of which the text is kept", name)


def _read_text(draft: _Draft, whole: etree._Element, element: etree._Element) -> bool:
    """Read a text, if it is there; `whole` is the source that it belongs to, of a PDF another."""
    name = whole.get("name") or element.get("name") or ""
    path = element.get("plainTextPath") or ""
    content = child(element, "PlainTextContent")
    if content is not None:
        stored: str | None = "".join(content.itertext())
    else:
        stored = draft.archive.text(path)
    if stored is None:
        n = sum(1 for _ in element.iter("{*}Coding"))
        why = "in another encoding than UTF-8" if draft.archive.has(path) else "not in the file"
        draft.lost.add(f"sources whose plain text is {why}", f"{name} ({n} codes)")
        return False
    if element.get("richTextPath"):
        draft.lost.add("formatted versions of texts", name)
    layers = [whole] if whole is element else [whole, element]
    created = whole.get("creationDateTime") or ""
    codings = [coding for layer in layers for coding in children(layer, "Coding")]
    marks = [mark for coding in codings for mark in _of_coding(draft, coding, "", created)]
    draft.raws.append(RawText(stored))
    draft.selected.append(list(children(element, "PlainTextSelection")))
    draft.sources.append(
        SourceText(
            guid=guid_of(whole),
            name=name,
            text="",
            marks=tuple(marks),
            values=tuple(value for layer in layers for value in _values(layer)),
            description=next(filter(None, (text_of(layer, "Description") for layer in layers)), ""),
            user=guid_of(whole, "creatingUser"),
            created_at=created,
            notes=tuple(note for layer in layers for note in targets(layer, "NoteRef")),
            file_guid=file_guid(path),
        )
    )
    return True


def _selection(draft: _Draft, element: etree._Element, start: int, end: int) -> Selection:
    """Return a selection with its places in code points."""
    user = guid_of(element, "creatingUser")
    at = element.get("creationDateTime") or ""
    marks: list[Mark] = []
    notes: list[str] = []
    description = ""
    for part in element:
        kind = local_name(part)
        if kind == "Coding":
            marks += _of_coding(draft, part, user, at)
        elif kind == "NoteRef":
            notes.append(guid_of(part, "targetGUID"))
        elif kind == "Description":
            description = "".join(part.itertext()).strip()
    name = element.get("name") or ""
    return Selection(
        guid_of(element), start, end, tuple(marks), name, description, user, at, tuple(notes)
    )


def _number(text: str | None) -> int:
    """Return a position, -1 for none: it lies outside of every text."""
    try:
        return int((text or "").strip()[:18])
    except ValueError:
        return -1


def _of_coding(draft: _Draft, coding: etree._Element, user: str, at: str) -> Iterable[Mark]:
    """Yield the codes of a <Coding>; `user` and `at` are those of what it stands in."""
    own = guid_of(coding, "creatingUser")
    draft.disagreeing += bool(own and user and own != user)
    codes: list[str] = []
    notes: list[str] = []
    for part in coding:
        (notes if local_name(part) == "NoteRef" else codes).append(guid_of(part, "targetGUID"))
    at = coding.get("creationDateTime") or at
    for code in codes:
        yield Mark(guid_of(coding), code, own or user, at, tuple(notes))


def _values(element: etree._Element) -> Iterable[tuple[str, str]]:
    """Yield variable and value."""
    for value in children(element, "VariableValue"):
        variable = next(iter(targets(value, "VariableRef")), "")
        for part in value:
            if local_name(part).endswith("Value"):
                yield variable, "".join(part.itertext()).strip()


def _case(draft: _Draft, element: etree._Element) -> Case:
    name, lost = element.get("name") or "", draft.lost
    for ref, what in (("CodeRef", "codes of cases"), ("SelectionRef", "selections of cases")):
        n = len(targets(element, ref))
        if n:
            lost.add(what, name, n)
    return Case(
        guid_of(element),
        name,
        text_of(element, "Description"),
        tuple(_same_source(draft, guid) for guid in targets(element, "SourceRef")),
        tuple(_values(element)),
    )


def _same_source(draft: _Draft, guid: str) -> str:
    """Return the GUID of a source; where none has it, of the one with the text of that file.

    QualCoder writes each text twice, and lets cases refer to the second file.
    """
    stored = None if guid in draft.guids else draft.archive.text(f"{guid}.txt")
    if stored is None:
        return guid
    text = RawText(stored).text
    pairs = zip(draft.sources, draft.raws, strict=True)
    same = [source_text.guid for source_text, raw in pairs if raw.text == text]
    return same[0] if len(same) == 1 else guid


def _note(archive: Archive, element: etree._Element) -> Note:
    content = child(element, "PlainTextContent")
    if content is not None:
        text: str | None = "".join(content.itertext())
    else:
        text = archive.text(element.get("plainTextPath") or "")
    return Note(
        guid_of(element),
        element.get("name") or "",
        RawText(text or text_of(element, "Description")).text,
        guid_of(element, "creatingUser"),
        element.get("creationDateTime") or "",
    )


def _placed(
    draft: _Draft, origin: str, counts: counting.GivenCounts
) -> tuple[tuple[SourceText, ...], counting.ChosenModel | None]:
    """Return the sources with their selections, whose places are in code points.

    Those that lie outside of their texts are lost.
    """
    spans = [
        [
            (_number(element.get("startPosition")), _number(element.get("endPosition")))
            for element in selected
        ]
        for selected in draft.selected
    ]
    counted = [
        counting.CountedSpan(index, start, end, element.get("name") or "")
        for index, selected in enumerate(draft.selected)
        for element, (start, end) in zip(selected, spans[index], strict=True)
    ]
    model = counting.choose_model(draft.raws, counted, origin, counts) if counted else None
    sources = []
    for index, source in enumerate(draft.sources):
        raw = draft.raws[index]
        selections = []
        if model is not None and spans[index]:
            converter = Converter(raw, model.model)
            for element, (first, last) in zip(draft.selected[index], spans[index], strict=True):
                start, end = converter.span(first, last)
                selection = _selection(draft, element, start, end)
                if 0 <= start <= end <= converter.length:
                    selections.append(selection)
                else:
                    what = "selections that lie outside of their texts"
                    where = f"{source.name} {first}-{last}"
                    draft.lost.add(what, where, max(len(selection.marks), 1))
        sources.append(replace(source, text=raw.text, selections=tuple(selections)))
    return tuple(sources), model
