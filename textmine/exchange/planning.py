"""What a project of other coding software becomes in a workspace, before anything is written."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from textmine.choices import WholeTexts
from textmine.codebook import Codebook, find_codebook
from textmine.coding import attributes_of, breaks_in, codebooks_of, migrate_codings, open_codings
from textmine.corpus import CORPUS_TOML, Corpus, load_corpus, refuse_taken
from textmine.corpus.reading.importing import name_of, refuse_bad_documents
from textmine.errors import NotFoundError, TakenError
from textmine.exchange.changes import Changes, changes_to
from textmine.exchange.codings import CodingRules, FoundCodings, found_codings, with_none_found
from textmine.exchange.counting import GivenCounts
from textmine.exchange.documents import SourceDocuments, known_documents, new_documents
from textmine.exchange.matching_codes import MatchedCodes, made_codebook, matched_codes
from textmine.exchange.notes import FoundNote, carried_book, found_notes
from textmine.exchange.placed import read_map
from textmine.exchange.project import Loss, Project, together
from textmine.schema import Coding
from textmine.store import Workspace


@dataclass(frozen=True)
class ReadRequest:
    """A file to read, and what the user said of it; None means: find out.

    `corpus` and `codebook` name what it becomes, or what is there already. `nested_by` stands
    between codes in their names, with `folders` each code at the top that has others below it is a
    dimension. `nobody` is the coder where the file names none. With `complete` what coders said of
    documents and the file does not have is withdrawn; with `all_read` every coder read every text,
    so that no code applies where one marked nothing. `whole_texts` says what selections of whole
    texts are, `map` where documents stand in threads, where that does not lie beside the file.
    """

    path: Path
    corpus: str | None = None
    codebook: str | None = None
    nested_by: str = ""
    folders: bool = False
    nobody: str = "unknown"
    complete: bool = False
    all_read: bool = False
    whole_texts: WholeTexts | None = None
    map: Path | None = None
    counts: GivenCounts = field(default_factory=GivenCounts)
    keep_personal: tuple[str, ...] = ()


@dataclass(frozen=True)
class Plan:
    """What a project becomes: documents, codes, codings and notes, and what has no place.

    `former` is the codebook as it is now, None for a new one; `texts` are by document.
    """

    corpus: str
    documents: SourceDocuments
    codes: MatchedCodes
    former: Codebook | None
    found: FoundCodings
    changes: Changes
    notes: Sequence[FoundNote]
    texts: Mapping[str, str]
    losses: tuple[Loss, ...]
    remarks: tuple[str, ...]


def plan_of(workspace: Workspace, request: ReadRequest, project: Project) -> Plan:
    """Return what a project that was read becomes, without writing anything.

    Raises TakenError where a corpus or a codebook of that name is something else.
    """
    corpus_name = _corpus_name(request, project)
    known = _known_corpus(workspace, corpus_name) if project.sources else None
    if not project.sources:
        corpus_name, documents = "", SourceDocuments({})
    elif known is not None:
        mapped = read_map(request.path, request.map)
        documents = known_documents(project, known, mapped)
        if not documents.matched:
            _refuse_other_texts(workspace, request, corpus_name)
    else:
        documents = new_documents(project, request.path, request.keep_personal)
        if documents.reading is not None:
            refuse_bad_documents(documents.reading)
    texts = _texts(documents, known)
    standing = open_codings(workspace).current(corpus_name) if known else []
    codes, former = _codes(workspace, request, project, corpus_name, standing)
    codings = FoundCodings((), (), frozenset())
    mine: list[Coding] = []
    if codes.book is not None and corpus_name:
        mine = _carried(standing, codes.book)
        whole = _whole_dimensions(request, codes.book, mine)
        rules = CodingRules(corpus_name, codes.book, request.nobody, whole)
        codings = found_codings(project, codes, documents.places, rules)
        if request.all_read:
            codings = with_none_found(codings, texts, rules)
    elif project.n_codings:
        lost = Loss("codings without a codebook", project.n_codings)
        codings = FoundCodings((), (lost,), frozenset())
    notes, lost_notes = found_notes(project, codes, documents.places)
    losses = together(project.losses, documents.losses, codes.losses, codings.losses, lost_notes)
    remarks = [*project.remarks, *codes.remarks, *_said(codings, documents, known)]
    if codes.book is not None and known is not None:
        remarks += _broken(codings, codes.book, known)
    changes = changes_to(mine, codings, texts)
    return Plan(
        corpus_name,
        documents,
        codes,
        former,
        codings,
        changes,
        notes,
        texts,
        losses,
        tuple(remarks),
    )


def _corpus_name(request: ReadRequest, project: Project) -> str:
    if request.corpus:
        return request.corpus
    named = project.name if project.origin.startswith("textmine") else request.path.name
    return name_of(Path(named or request.path.name))


def _known_corpus(workspace: Workspace, name: str) -> Corpus | None:
    if not (workspace.folder("corpora", name) / CORPUS_TOML).is_file():
        return None
    return load_corpus(workspace, name, whole=True)


def _refuse_other_texts(workspace: Workspace, request: ReadRequest, name: str) -> None:
    try:
        refuse_taken(workspace, name)
    except TakenError as error:
        raise TakenError(
            f"{error.message} None of the texts of {request.path.name} is among them.",
            hint="Say --name NAME for a new corpus.",
        ) from error


def _texts(documents: SourceDocuments, known: Corpus | None) -> dict[str, str]:
    """Return the texts, by document, that the project has."""
    here = {document.document for places in documents.places.values() for document in places}
    if known is not None:
        pairs = zip(known.ids, known.texts, strict=True)
    elif documents.reading is not None:
        table = documents.reading.checked.table
        pairs = zip(table["id"].to_pylist(), table["text"].to_pylist(), strict=True)
    else:
        return {}
    return {identity: text for identity, text in pairs if identity in here}


def _codes(
    workspace: Workspace,
    request: ReadRequest,
    project: Project,
    corpus: str,
    standing: Sequence[Coding],
) -> tuple[MatchedCodes, Codebook | None]:
    """Return the codes as those of a codebook, and that codebook as it was, None for a new one."""
    carried = carried_book(project)
    used = codebooks_of(standing) if standing else []
    name = request.codebook or (used[0] if len(used) == 1 else "")
    name = name or (carried.name if carried else "") or corpus or name_of(request.path)
    try:
        former: Codebook | None = find_codebook(name, workspace)
    except NotFoundError:
        former = None
    base = former or (carried.model_copy(update={"name": name}) if carried else None)
    if base is None:
        workspace.folder("codebooks", name)
        ours = project.origin.startswith("textmine")
        folders = request.folders or ours
        return made_codebook(project, name, folders=folders), None
    book_name = carried.name if carried else base.name
    codes = matched_codes(project, base, request.path.name, guids_of=book_name)
    if former and codes.added and not request.codebook and not standing:
        raise TakenError(
            f"There is a codebook '{name}' already, without {len(codes.added):,} codes of "
            f"{request.path.name}: {', '.join(codes.added[:5])}.",
            hint=f"Say --codebook {name} to add them to it, or --codebook with another name.",
        )
    return codes, former


def _carried(standing: Sequence[Coding], book: Codebook) -> list[Coding]:
    """Return what stands in the codes of a codebook as it is now."""
    mine = [coding for coding in standing if coding.codebook in ("", book.name)]
    before = set(mine)
    return [
        coding if coding in before else replace(coding, codebook_version=book.version)
        for coding in migrate_codings(mine, book).codings
    ]


def _whole_dimensions(
    request: ReadRequest, book: Codebook, standing: Sequence[Coding]
) -> frozenset[str]:
    """Return the dimensions on which a selection of a whole text is a code of the document."""
    every = frozenset(dimension.id for dimension in book.coded_dimensions)
    if request.whole_texts is not None:
        return every if request.whole_texts == "documents" else frozenset()
    coded = {coding.dimension for coding in standing if coding.code is not None}
    return frozenset(coded - {coding.dimension for coding in standing if coding.start is not None})


def _said(codings: FoundCodings, documents: SourceDocuments, known: Corpus | None) -> Iterable[str]:
    if codings.whole_texts:
        yield (
            f"{codings.whole_texts:,} selections of whole texts are read as codes of the documents."
        )
    if known is None and documents.reading is not None:
        yield from documents.reading.checked.remarks


def _broken(codings: FoundCodings, book: Codebook, corpus: Corpus) -> Iterable[str]:
    broken = list(breaks_in(codings.codings, book, attributes_of(corpus, book)))
    if broken:
        yield (
            f"{len(broken):,} units break a rule of the codebook, such as {broken[0].document}: "
            f"{broken[0].sentence}; 'textmine codebook check {book.name}' lists them."
        )
