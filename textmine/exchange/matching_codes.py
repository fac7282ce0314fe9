"""Codes of a project as codes of a codebook: one that is there, or one that is made of them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from textmine.codebook import Code, Codebook, Dimension, add_code
from textmine.errors import InputError
from textmine.exchange.checks import code_names
from textmine.exchange.naming import CodePlace, code_guid, made_guid, names_of_book
from textmine.exchange.project import Loss, LossCounter, Project, ProjectCode, parents_first

DIMENSION = "code"
"""The dimension that the codes of a project are on, where they are on one."""


@dataclass(frozen=True)
class MatchedCodes:
    """The codebook, None where a project has too few codes, and the place of each code by GUID.

    `added` are the ids of codes that are new in a codebook that was there.
    """

    book: Codebook | None
    places: Mapping[str, CodePlace]
    losses: tuple[Loss, ...] = ()
    added: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


def made_codebook(project: Project, name: str, *, folders: bool = False) -> MatchedCodes:
    """Make a codebook of the codes of a project.

    They are the codes of one dimension, or with `folders` each code at the top that has others
    below it is a dimension. A dimension needs two codes; others are lost.
    """
    codes, names = project.codes, code_names(project)
    lost = LossCounter()
    grouped = _by_dimension(codes, names, folders=folders)
    used = {mark.code for _, _, mark in project.every_mark()}
    places: dict[str, CodePlace] = {}
    dimensions: list[Dimension] = []
    for title, mine in grouped:
        if sum(project_code.codable or project_code.guid in used for project_code in mine) < 2:
            what = "codes that are the only one of their dimension, with their codings"
            for project_code in mine:
                lost.add(
                    what if project_code.codable else "folders without codes", project_code.name
                )
            continue
        identity = _dimension_id(title, {dimension.id for dimension in dimensions})
        dimensions.append(_dimension(identity, title, mine, names, used))
        places |= {
            project_code.guid: CodePlace(identity, _code_id(names[project_code.guid]))
            for project_code in mine
        }
    lost_colours = sum(bool(code.colour) for code in codes)
    if lost_colours and not project.origin.startswith("textmine"):
        lost.add("colours of codes", n=lost_colours)
    for group in project.groupings:
        if group.codes:
            lost.add("sets of codes", group.name)
    book = None
    if dimensions:
        title = f"Codes of {project.name}" if project.name else ""
        book = Codebook(name=name, title=title, unit="span", dimensions=tuple(dimensions))
    return MatchedCodes(book, places, lost.losses)


def _by_dimension(
    codes: Sequence[ProjectCode], names: Mapping[str, str], *, folders: bool
) -> list[tuple[str, list[ProjectCode]]]:
    """Return the codes of each dimension by its title."""
    if not folders:
        return [(DIMENSION, list(codes))]
    top: dict[str, str] = {}
    by_guid = {code.guid: code for code in codes}
    for code in codes:
        top[code.guid] = top.get(code.parent, code.guid) if code.parent in by_guid else code.guid
    below = {code.parent for code in codes}
    grouped: dict[str, list[ProjectCode]] = {}
    for code in codes:
        root = top[code.guid]
        if root not in below:
            grouped.setdefault("", []).append(code)
        elif code.guid != root or code.codable:
            alone = replace(code, parent="") if code.parent == root else code
            grouped.setdefault(root, []).append(alone)
    return [(names[root] if root else DIMENSION, mine) for root, mine in grouped.items()]


def _dimension(
    identity: str,
    title: str,
    codes: Sequence[ProjectCode],
    names: Mapping[str, str],
    used: set[str],
) -> Dimension:
    here = {code.guid for code in codes}
    return Dimension(
        id=identity,
        name=title,
        labels="multi",
        codes=tuple(
            Code(
                id=_code_id(names[code.guid]),
                name=code.name.strip() or names[code.guid],
                definition=code.description,
                parent=_code_id(names[code.parent]) if code.parent in here else "",
                codable=code.codable or code.guid in used,
            )
            for code in codes
        ),
    )


def _code_id(name: str) -> str:
    """Return a name as the id of a code: "-" alone says that none applies."""
    return "dash" if name == "-" else name


def _dimension_id(title: str, taken: set[str]) -> str:
    base = re.sub(r"\W+", "_", title, flags=re.ASCII).strip("_")
    base = base if base[:1].isalpha() else f"d_{base}".rstrip("_")
    identity, number = base, 2
    while identity.casefold() in {name.casefold() for name in taken}:
        identity, number = f"{base}_{number}", number + 1
    return identity


def split_names(codes: Sequence[ProjectCode], separator: str) -> tuple[ProjectCode, ...]:
    """Return codes nested by their names: "a.b" stands under "a", which is made if it is not there.

    A code that stands under another one already stays there.
    """
    by_name = {code.name: code.guid for code in codes if not code.parent}
    nested_codes: dict[str, ProjectCode] = {}
    for code in codes:
        head, between, tail = code.name.rpartition(separator)
        if code.parent or not between or not head or not tail:
            nested_codes[code.guid] = code
            continue
        for folder in _folders(head, separator, by_name):
            nested_codes.setdefault(folder.guid, folder)
        nested_codes[code.guid] = replace(code, name=tail, parent=by_name[head])
    return tuple(parents_first(nested_codes))


def _folders(name: str, separator: str, by_name: dict[str, str]) -> list[ProjectCode]:
    """Return folders for a name and those above it that are not there, the highest first."""
    folders: list[ProjectCode] = []
    while name not in by_name:
        guid = made_guid("folder", name)
        by_name[name] = guid
        head, between, tail = name.rpartition(separator)
        nested = bool(between and head and tail)
        parent = by_name.get(head) or made_guid("folder", head) if nested else ""
        folders.append(ProjectCode(guid, tail if nested else name, parent, codable=False))
        if not nested:
            break
        name = head
    return folders[::-1]


def matched_codes(
    project: Project, book: Codebook, source: str, guids_of: str = ""
) -> MatchedCodes:
    """Match the codes of a project with those of a codebook that is there, by GUID, else by name.

    A code that it does not have is added below the code, or on the dimension, that it stands under;
    what stands under none goes to the only dimension, else it is lost. `source` names the file,
    `guids_of` the codebook whose GUIDs it has, where that is not this one.
    """
    own = names_of_book(book)
    by_guid = {code_guid(guids_of or book.name, place): place for place in own}
    by_name = {name.casefold(): place for place, name in own.items()}
    for dimension in reversed(book.coded_dimensions):
        for code in dimension.codes:
            by_name.setdefault(code.id.casefold(), CodePlace(dimension.id, code.id))
    lost = LossCounter()
    places: dict[str, CodePlace] = {}
    added: list[str] = []
    renamed = 0
    only = book.coded_dimensions[0].id if len(book.coded_dimensions) == 1 else ""
    names = code_names(project)
    for project_code in project.codes:
        found = by_guid.get(project_code.guid)
        if found is not None:
            renamed += own[found].casefold() != project_code.name.strip().casefold()
        else:
            named = (project_code.name.strip().casefold(), names[project_code.guid].casefold())
            found = next((by_name[name] for name in named if name in by_name), None)
        if found is None:
            above = places.get(project_code.parent)
            dimension_id = above.dimension if above else only
            if not dimension_id:
                lost.add("codes that stand under no dimension of the codebook", project_code.name)
                continue
            try:
                book, found = _with_code(
                    book, project_code, dimension_id, above, source, names[project_code.guid]
                )
            except InputError as error:
                lost.add(f"codes that cannot be added: {error.message}", project_code.name)
                continue
            added.append(found.code)
        places[project_code.guid] = found
    remarks = [f"{renamed:,} codes have another name there; they keep theirs here."]
    return MatchedCodes(book, places, lost.losses, tuple(added), tuple(remarks if renamed else ()))


def _with_code(
    book: Codebook,
    project_code: ProjectCode,
    dimension: str,
    above: CodePlace | None,
    source: str,
    name: str,
) -> tuple[Codebook, CodePlace]:
    asked = book.dimension(dimension)
    taken = {code.id.casefold() for code in asked.codes}
    identity = base = _code_id(name)
    number = 2
    while identity.casefold() in taken:
        identity, number = f"{base} ({number})", number + 1
    parent = above.code if above else ""
    can_be_given = parent and asked.code(parent).given
    code = Code(
        id=identity,
        name=project_code.name.strip() or identity,
        definition=project_code.description,
        parent=parent if can_be_given else "",
        codable=project_code.codable,
    )
    changed = add_code(book, dimension, code, reason=f"It is in {source}.", by="exchange")
    return changed, CodePlace(dimension, identity)
