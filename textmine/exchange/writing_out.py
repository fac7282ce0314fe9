"""Write a corpus with its codings as a project for other software, or a codebook alone."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from textmine import __version__
from textmine.choices import CodingSoftware, ExchangeSources
from textmine.codebook import Codebook, find_codebook
from textmine.coding import Codings, current_codings, open_codings, open_memos, the_codebook
from textmine.coding.current import said_of_excluded
from textmine.coding.store import EVERY_LEVEL
from textmine.corpus import Corpus, load_corpus, select_documents
from textmine.errors import InputError, NotFoundError
from textmine.exchange import positions
from textmine.exchange.made_codings import Content
from textmine.exchange.made_project import made_project, project_codes
from textmine.exchange.placed import map_beside, write_map
from textmine.exchange.project import Loss, Project
from textmine.exchange.refi.writing import write_qdc, write_qdpx
from textmine.schema import TEXT, Coding
from textmine.store import Workspace


@dataclass(frozen=True)
class WriteRequest:
    """What is to be written: a corpus, or for .qdc a codebook, and for which program."""

    name: str
    path: Path
    codebook: str | None = None
    sources: ExchangeSources = "documents"
    program: CodingSoftware | None = None
    where: tuple[str, ...] = ()


@dataclass(frozen=True)
class WrittenOut:
    """What was written; `map` is the file that says where documents stand in threads, if any."""

    project: Project
    profile: positions.WriteProfile
    path: Path
    map: Path | None
    losses: tuple[Loss, ...]
    remarks: tuple[str, ...]


def write_out(workspace: Workspace, request: WriteRequest) -> WrittenOut:
    """Write a project (.qdpx) or a codebook (.qdc) in one piece.

    Raises NotFoundError or InputError, also for a file with another ending, and where something in
    the project would not hold.
    """
    ending = request.path.suffix.lower()
    if ending == ".qdc":
        return _write_codebook(workspace, request)
    if ending != ".qdpx":
        raise InputError(
            f"'{request.path}' is no project.", hint="Name a file that ends in .qdpx or .qdc."
        )
    profile = positions.PROFILES[request.program] if request.program else positions.SAFE
    content, remarks = _content(workspace, request)
    project = made_project(content)
    write_qdpx(request.path, project.project, profile)
    beside = None
    if request.sources == "threads":
        beside = map_beside(request.path)
        names = {source.guid: source.name for source in project.project.sources}
        write_map(beside, project.places, names)
    losses = project.project.losses
    return WrittenOut(project.project, profile, request.path, beside, losses, tuple(remarks))


def _write_codebook(workspace: Workspace, request: WriteRequest) -> WrittenOut:
    try:
        book = find_codebook(request.codebook or request.name, workspace)
    except NotFoundError:
        if request.codebook:
            raise
        load_corpus(workspace, request.name)
        current = open_codings(workspace).current(request.name, EVERY_LEVEL)
        book = find_codebook(the_codebook(current), workspace)
    codes = tuple(project_codes(book))
    project = Project(name=book.name, origin=f"textmine {__version__}", codes=codes)
    write_qdc(request.path, project)
    losses = [Loss("rules of the codebook", len(book.rules))] if book.rules else []
    return WrittenOut(project, positions.SAFE, request.path, None, tuple(losses), ())


def _content(workspace: Workspace, request: WriteRequest) -> tuple[Content, list[str]]:
    whole = load_corpus(workspace, request.name)
    corpus = select_documents(whole, request.where)
    book: Codebook | None = None
    codings: Sequence[Coding] = ()
    remarks = said_of_excluded(whole.excluded)
    stands = _standing(workspace, corpus, request.codebook)
    if stands is not None:
        book = stands.codebook
        asked = {dimension.id for dimension in book.coded_dimensions}
        known = {(d.id, code.id) for d in book.coded_dimensions for code in d.codes}
        codings = [
            coding
            for coding in stands
            if coding.dimension in asked
            and (coding.code is None or (coding.dimension, coding.code) in known)
        ]
        remarks = list(stands.remarks)
    elif request.codebook:
        book = find_codebook(request.codebook, workspace)
    corpus, codings = _with_lf(corpus, codings)
    content = Content(
        corpus, book, codings, open_memos(workspace).standing(), request.sources, request.program
    )
    return content, remarks


def _with_lf(corpus: Corpus, codings: Sequence[Coding]) -> tuple[Corpus, Sequence[Coding]]:
    """Return texts with LF line ends, as importers keep them, and the places of codings in them."""
    texts = dict(zip(corpus.ids, corpus.texts, strict=True))
    raws = {identity: positions.RawText(text) for identity, text in texts.items() if "\r" in text}
    if not raws:
        return corpus, codings
    counted = positions.PositionModel(line_break="two", bom="counted")
    converters = {identity: positions.Converter(raw, counted) for identity, raw in raws.items()}

    def moved(coding: Coding) -> Coding:
        if coding.document not in converters or coding.start is None or coding.end is None:
            return coding
        start, end = converters[coding.document].span(coding.start, coding.end)
        return replace(coding, start=start, end=end)

    plain = [raws[identity].text if identity in raws else text for identity, text in texts.items()]
    documents = corpus.documents.assign(**{TEXT: plain})
    return replace(corpus, documents=documents), [moved(coding) for coding in codings]


def _standing(workspace: Workspace, corpus: Corpus, codebook: str | None) -> Codings | None:
    """Return what stands for a corpus, None where no document of it is coded."""
    store = open_codings(workspace)
    if corpus.name not in store.corpora():
        return None
    try:
        return current_codings(workspace, corpus, codebook)
    except InputError:
        if store.current(corpus.name):
            raise
        return None
