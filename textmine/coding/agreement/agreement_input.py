"""What agreement is measured on: codes read from tables, or from a corpus of a workspace."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from textmine.choices import Whole
from textmine.codebook import Codebook
from textmine.coding.agreement.code_table import read_code_tables
from textmine.coding.agreement.comparisons import as_rounds, coding_order
from textmine.coding.agreement.reliability import Resampling, thread_clusters
from textmine.coding.agreement.table_units import TableRequest
from textmine.coding.code_matrix import CodeMatrix, matrices_of
from textmine.coding.codings import Codings
from textmine.coding.current import current_codings
from textmine.coding.parent_codes import rolled_up
from textmine.coding.statements import by_coders, coder_names
from textmine.coding.suggested import blind_codings, together_sentences
from textmine.coding.tables.code_columns import lone_code_column
from textmine.coding.whole_units import first_lines
from textmine.corpus import Corpus, group_kind, load_corpus, select_documents
from textmine.corpus.reading.raw import RawTable
from textmine.corpus.reading.reader import ReadOptions
from textmine.corpus.reading.readers import read_raw
from textmine.corpus.reading.restored import restored
from textmine.errors import InputError, did_you_mean
from textmine.schema import Coding
from textmine.store import Workspace


@dataclass(frozen=True)
class AgreementRequest:
    """What the user asked for; `tables` are files, else `corpus` names a corpus.

    `by_thread` None takes threads as independent where some have two shared units or more. `level`
    is that of units that were coded as a whole, None for documents. With `blind` only codings that
    were given without a suggestion in view are compared.
    """

    corpus: str
    tables: tuple[Path, ...] = ()
    names: tuple[str, ...] = ()
    coders: tuple[str, ...] = ()
    codebook: str | None = None
    by_thread: bool | None = None
    scale: str | None = None
    weights: str = ""
    roll_up: str = ""
    blind: bool = False
    details: tuple[str, ...] = ()
    n_resamples: int = 1000
    seed: int | None = None
    where: tuple[str, ...] = ()
    level: Whole | None = None
    table: TableRequest = field(default_factory=TableRequest)


@dataclass(frozen=True)
class AgreementInput:
    """Matrices of codes, and what a closer look needs.

    These are texts, the order in which each coder coded, the codings, and those of every round.
    """

    matrices: tuple[CodeMatrix, ...]
    resampling: Resampling
    texts: dict[str, str]
    order: dict[str, list[str]]
    remarks: tuple[str, ...]
    codings: tuple[Coding, ...] = ()
    rounds: tuple[Coding, ...] = ()
    codebook: Codebook | None = None


ByUnits = Callable[[Codings], Codings]
"""Returns what codings of documents say of the units that they belong to."""


def read_agreement_input(
    request: AgreementRequest, workspace: Workspace | None, by_units: ByUnits | None = None
) -> AgreementInput:
    """Read codes from tables, or from the corpus in the workspace.

    With `by_units` units of the level that is asked for have the codes of their documents. Raises
    InputError when there are fewer than two coders, when a coder is not there, and for options that
    have no meaning for the one or the other.
    """
    if request.tables:
        return _of_tables(request)
    asked = replace(request.table, coders=(), where=(), scale="nominal")
    if asked != TableRequest():
        raise InputError(
            "--unit, --coder, --code, --categories, --repeats, --multi, --missing and --exact are "
            "for tables; a corpus has a codebook and stored codings.",
            hint="Leave them out.",
        )
    if workspace is None or len(request.names) > 1:
        raise InputError(
            f"One command takes one corpus, or several tables. Got {', '.join(request.names)}.",
            hint="Name one corpus, or files that end in .csv or .xlsx.",
        )
    return _of_corpus(request, workspace, by_units)


def no_second_round(coders: Sequence[str]) -> InputError:
    """Return the error that nobody coded again."""
    return InputError(
        f"None of {', '.join(coders[:8])} coded a document in a second round.",
        hint="Draw documents to code again: 'textmine coding sample CORPUS --again CODER'.",
    )


def _of_tables(request: AgreementRequest) -> AgreementInput:
    if request.by_thread:
        raise InputError(
            "A table of codes has no threads.", hint="Import corpus and codings, or use --by unit."
        )
    if request.level:
        raise InputError(
            "A table of codes does not say what interviews or cases it is about.",
            hint="Leave out --level: its units are those of its own column (--unit).",
        )
    if request.blind:
        raise InputError(
            "A table of codes does not say what its coders saw.",
            hint="Leave out --blind, or import corpus and codings.",
        )
    if request.roll_up:
        raise InputError(
            "A table of codes has no codebook, so no code is above another.",
            hint="Leave out --roll-up, or import corpus and codings.",
        )
    for detail in ("rounds", "spans", "overlap"):
        if detail in request.details:
            raise InputError(
                f"A table of codes has no {detail}.",
                hint="Import corpus and codings: 'textmine coding import'.",
            )
    tables, asked = _raw_tables(request)
    return input_of_tables(tables, asked, request)


def input_of_tables(
    tables: Sequence[RawTable], asked: TableRequest, request: AgreementRequest
) -> AgreementInput:
    """Return what there is to measure in tables of codes that are read already."""
    read = read_code_tables(tables, asked)
    matrices = read.matrices
    coders = matrices[0].coders
    shown = ", ".join(coders[:8]) + (f", … ({len(coders)})" if len(coders) > 8 else "")
    remarks = [*read.remarks, f"Coders: {shown} (name others with --coders)."]
    if not asked.categories:
        remarks.append(
            "The number of categories is what occurs in the table; name all with --categories."
        )
    seed = 42 if request.seed is None else request.seed
    return AgreementInput(
        tuple(matrices),
        Resampling(None, request.n_resamples, seed),
        {},
        {coder: list(matrices[0].units) for coder in coders},
        tuple(remarks),
    )


def _raw_tables(request: AgreementRequest) -> tuple[list[RawTable], TableRequest]:
    """Read the files; the sheets of a workbook are coders where each holds the codes of one."""
    tables = [restored(read_raw(path)) for path in request.tables]
    plain = TableRequest(cells=request.table.cells, scale=request.table.scale)
    if len(tables) > 1 or request.table != plain or "sheet" not in tables[0].facts:
        return tables, request.table
    code = lone_code_column(tables[0])
    joined = read_raw(request.tables[0], ReadOptions(sheet="all"))
    if code is None or len(joined.parts) < 2 or joined.columns[1:] != tables[0].columns:
        return tables, request.table
    remark = "Each sheet holds the codes of one coder, who is called after it."
    joined = replace(joined, remarks=[*joined.remarks, remark])
    return [joined], replace(request.table, coder=joined.columns[0], code=code)


def _of_corpus(
    request: AgreementRequest, workspace: Workspace, by_units: ByUnits | None
) -> AgreementInput:
    corpus = select_documents(load_corpus(workspace, request.corpus), request.where)
    current = _current(workspace, corpus, request, by_units)
    rounds: Sequence[Coding] = ()
    if "rounds" in request.details:
        _coders(current, request)
        rounds = _current(workspace, corpus, request, by_units, rounds=True)
    if request.seed is None:
        request = replace(request, seed=workspace.settings.seed)
    book, remarks = current.codebook, current.remarks
    return input_of_codings(current, book, corpus, request, rounds, remarks)


def input_of_codings(
    codings: Sequence[Coding],
    codebook: Codebook,
    corpus: Corpus,
    request: AgreementRequest,
    rounds: Sequence[Coding] = (),
    remarks: Sequence[str] = (),
) -> AgreementInput:
    """Return what there is to measure in the codings of a corpus; `rounds` are those of all."""
    coders = _coders(codings, request)
    sentences = list(remarks)
    if request.blind:
        codings, rounds, sentence = _blind_alone(codings, rounds, coders)
        sentences.append(sentence)
    else:
        sentences += together_sentences(codings, coders)
    if len(coders) == 1:
        codings, alone = as_rounds(rounds, coders[0])
        if len(alone) < 2:
            raise no_second_round(coders)
        coders, rounds = alone, ()
    matrices = matrices_of(codings, codebook, coders)
    if request.scale:
        matrices = [replace(matrix, scale=request.scale) for matrix in matrices]
    clusters, texts = None, dict(zip(corpus.ids, corpus.texts, strict=True))
    if request.level is None:
        clusters = thread_clusters(corpus, matrices, request.by_thread)
    else:
        texts = first_lines(corpus, request.level)
    if clusters is not None and request.by_thread is None:
        sentences.append(
            f"Intervals take the units of one {group_kind(corpus)} together, since coders err on "
            "them together; --by unit takes each one alone."
        )
    seed = 42 if request.seed is None else request.seed
    return AgreementInput(
        tuple(matrices),
        Resampling(clusters, request.n_resamples, seed, group_kind(corpus)),
        texts,
        coding_order(codings),
        tuple(sentences),
        tuple(codings),
        tuple(rounds),
        codebook,
    )


def _blind_alone(
    codings: Sequence[Coding], rounds: Sequence[Coding], coders: Sequence[str]
) -> tuple[Sequence[Coding], Sequence[Coding], str]:
    """Return the codings given without a suggestion in view, and the sentence on what is left out.

    Raises InputError where none of some coder is left.
    """
    blind = blind_codings(codings)
    left = coder_names(blind)
    for coder in coders:
        if coder not in left:
            raise InputError(
                f"All codings of {coder} were given with a suggestion in view.",
                hint="Name other --coders, or leave out --blind; and let a share of the next sheet "
                "show no suggestion: --blind-share.",
            )
    n = len(codings) - len(blind)
    return (
        blind,
        blind_codings(rounds),
        (
            f"Only codings given blind are compared: {n:,} are left out that were given with a "
            "suggestion in view, or rest on such."
        ),
    )


def _current(
    workspace: Workspace,
    corpus: Corpus,
    request: AgreementRequest,
    by_units: ByUnits | None,
    *,
    rounds: bool = False,
) -> Codings:
    level = request.level
    if level and request.by_thread:
        whole = "" if by_units else " as a whole"
        raise InputError(
            f"Codes of {level}{whole} are looked at, and no units within threads.",
            hint="Leave out --by, or take --by unit.",
        )
    coded = None if by_units else level
    current = current_codings(
        workspace, corpus, request.codebook, rounds=rounds, level=coded
    ).coded()
    current = rolled_up(current, request.roll_up) if request.roll_up else current
    return by_units(current) if by_units else current


def _coders(codings: Sequence[Coding], request: AgreementRequest) -> tuple[str, ...]:
    known = coder_names(codings)
    for coder in request.coders:
        if coder not in known:
            raise InputError(f"There is no coder '{coder}'.", hint=did_you_mean(coder, known))
    chosen = request.coders or tuple(coder_names(by_coders(codings)))
    if len(chosen) < (1 if "rounds" in request.details else 2):
        raise InputError(
            f"'{request.corpus}' has codes of {len(chosen)} human coder(s)"
            f"{': ' if chosen else ''}{', '.join(chosen)}.",
            hint="Agreement needs two; import them with 'textmine coding import'. A coder's own "
            "rounds: --show rounds compares them.",
        )
    return chosen
