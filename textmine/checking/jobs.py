"""What each job needs, and whether a corpus has it."""

from collections.abc import Sequence
from dataclasses import dataclass

from textmine.benchmark.comparing import FEWEST as FEWEST_SHARED
from textmine.checking.codes import Coded
from textmine.checking.columns import grouping_columns
from textmine.checking.finding import Job
from textmine.classify.trained.problems import FEWEST as FEWEST_CODED
from textmine.config import Settings
from textmine.corpus import Corpus, Taking, group_kind, group_labels, to_code
from textmine.corpus.spaceless import unparted_languages
from textmine.errors import ExtraMissingError
from textmine.nlp import choose_model
from textmine.nlp.parting import refuse_unparted
from textmine.schema import CREATED_AT

YES, PARTLY, NO = "yes", "partly", "no"
_GOOD_START, _FEW_GROUPS, _FEW_TEXTS, _FEW_WORDS = 100, 5, 100, 15


@dataclass(frozen=True)
class Around:
    """What the workspace has beside the corpus.

    `misread` counts documents in another language than they are read in. `drawn` are those that
    chance chose to be coded, `copies` counts exact and near copies
    beyond the first, `grouped` says whether their groups are stored, `personal` counts documents
    with personal data, `words` is the median of words in a text.
    """

    settings: Settings
    misread: int
    coded: Sequence[Coded]
    classifiers: Sequence[str]
    other_corpora: Sequence[str]
    drawn: frozenset[str]
    copies: int
    grouped: bool
    personal: int
    words: float


def jobs_of(documents: Taking, around: Around) -> list[Job]:
    """Return each job in the order in which people come to them, with what it needs and has."""
    corpus = documents.light
    return [
        _words(documents, around),
        *_coding_jobs(corpus, around),
        *_machine_jobs(corpus, around),
        *_theme_jobs(corpus, around),
        _per_group(corpus, around),
        _sharing(corpus, around),
    ]


def _words(documents: Taking, around: Around) -> Job:
    settings, n = around.settings, len(documents.light)
    job, needs = "words, kwic, prepare", "a spaCy model of the language, or word lists"
    try:
        model = choose_model(settings.nlp)
    except ExtraMissingError as error:
        return Job(job, needs, PARTLY, error.message, error.hint)
    if not model.parting:
        try:
            refuse_unparted(unparted_languages(documents.every_text()), n)
        except ExtraMissingError as error:
            return Job(job, needs, NO, error.message, error.hint)
    if 2 * around.misread > n:
        advice = "Set lang under [nlp] in textmine.toml."
        return Job(job, needs, PARTLY, f"most texts are not in '{settings.nlp.lang}'", advice)
    if model.statistical:
        return Job(job, needs, YES, model.title)
    return Job(
        job,
        needs,
        PARTLY,
        f"'{settings.nlp.lang}': look-up lemmas, no parts of speech",
        "Install a spaCy model of the language and name it under [nlp] model.",
    )


def _coding_jobs(corpus: Corpus, around: Around) -> list[Job]:
    coded = around.coded
    n = sum(
        to_code(
            corpus,
            {document for coded_dimension in coded for document in coded_dimension.documents},
        )
    )
    most = max((len(coded_dimension.documents) for coded_dimension in coded), default=0)
    unsettled = any(coded_dimension.part.unsettled for coded_dimension in coded)
    waiting = max((len(coded_dimension.part.open) for coded_dimension in coded), default=0)
    hand = "Draw and code some: 'textmine coding sample', 'coding sheets'."
    if not most:
        table = Job("tabulate", "codes that stand", NO, "no codes by people", hand)
    elif not unsettled:
        whole = most == n and not waiting
        summary = f"{most:,} of {n:,} documents coded" + (f", {waiting:,} open" if waiting else "")
        advice = "Settle what is open: 'textmine coding adjudicate'." if waiting else ""
        table = Job("tabulate", "codes that stand", YES if whole else PARTLY, summary, advice)
    else:
        table = Job(
            "tabulate",
            "codes that stand",
            PARTLY,
            "several coders, nothing settled",
            "Settle them with 'textmine coding adjudicate', or name one --coder.",
        )
    twice = max((coded_dimension.twice for coded_dimension in coded), default=0)
    enough = twice >= FEWEST_SHARED
    agreement = Job(
        "agreement",
        f"documents coded by two people; {FEWEST_SHARED} for a usable interval",
        YES if enough else PARTLY if twice else NO,
        f"{twice:,} coded by two or more",
        "" if enough else "Have some coded twice: 'textmine coding plan' says how many.",
    )
    return [table, agreement]


def _machine_jobs(corpus: Corpus, around: Around) -> list[Job]:
    groups = dict(zip(corpus.ids, group_labels(corpus), strict=True))
    coded = max((coded_dimension.final for coded_dimension in around.coded), key=len, default=set())
    n_coded, kind = len(coded), group_kind(corpus)
    n_groups = len({groups[document] for document in coded})
    train = Job(
        "train, evaluate, curve",
        f"{FEWEST_CODED} coded documents; {_GOOD_START} make a start",
        NO
        if n_coded < FEWEST_CODED or n_groups < 2
        else YES
        if n_coded >= _GOOD_START and n_groups >= _FEW_GROUPS
        else PARTLY,
        f"{n_coded:,} coded, in {n_groups:,} {kind}s",
        "" if n_coded >= _GOOD_START else "Code more: 'textmine coding sample'.",
    )
    linked = kind != "document"
    leaks = Job(
        "scores that do not leak",
        "threads or authors to hold out as a whole",
        YES if linked else PARTLY,
        f"groups are {kind}s",
        ""
        if linked
        else "If messages answer each other or share authors, import with --thread-id or --author.",
    )
    twice = max((coded_dimension.twice for coded_dimension in around.coded), default=0)
    benchmark = Job(
        "benchmark",
        f"{FEWEST_SHARED} documents coded by two people",
        YES if twice >= FEWEST_SHARED else NO,
        f"{twice:,} coded by two or more",
        "" if twice >= FEWEST_SHARED else "Have more documents coded twice.",
    )
    return [train, leaks, benchmark, _apply(around), _prevalence(len(corpus), coded, around)]


def _apply(around: Around) -> Job:
    names = around.classifiers
    return Job(
        "apply",
        "a trained model",
        YES if names else NO,
        ", ".join(names[:3]) or "no model in the workspace",
        "" if names else "Train one first, on this or another corpus.",
    )


def _prevalence(n_corpus: int, coded: set[str], around: Around) -> Job:
    job, needs = "prevalence", "coded documents that chance chose, and a model"
    if n_corpus and len(coded) == n_corpus:
        return Job(job, needs, YES, "all documents are hand-coded: 'tabulate' counts them")
    n = len(coded & around.drawn)
    return Job(
        job,
        needs,
        NO if not n or not around.classifiers else YES if n >= _GOOD_START else PARTLY,
        f"{n:,} drawn by chance and coded",
        ""
        if n >= _GOOD_START and around.classifiers
        else "Draw with 'textmine coding sample' before coding: only then shares can be corrected.",
    )


def _theme_jobs(corpus: Corpus, around: Around) -> list[Job]:
    n = len(corpus)
    words = around.words
    enough = n >= max(around.settings.topics.n_topics, 3)
    good = n >= _FEW_TEXTS and words >= _FEW_WORDS
    fit = Job(
        "topics fit",
        f"{_FEW_TEXTS} texts, better of {_FEW_WORDS} words and more",
        NO if not enough else YES if good else PARTLY,
        f"{n:,} texts, median {words:g} words",
        ""
        if good
        else "Look at few topics, and at 'topics saturation' before you trust them."
        if n < _FEW_TEXTS
        else "Short texts give loose themes: read the quotations, and try --engine btm.",
    )
    columns = grouping_columns(corpus)
    by = Job(
        "topics by, words --by",
        "a column with groups of ten documents and more",
        YES if columns else NO,
        ", ".join(columns[:3]) or "no such column",
        "" if columns else "Import it with --group, or as any other column.",
    )
    dated = corpus.documents[CREATED_AT].notna() if CREATED_AT in corpus.documents else None
    months = 0
    if dated is not None and dated.any():
        months = corpus.documents[CREATED_AT][dated].dt.strftime("%Y-%m").nunique()
    filled = int(dated.sum()) if dated is not None else 0
    of_files = corpus.info.dated_by_files
    time = Job(
        "themes and codes over time",
        "dates in two months or more",
        NO if months < 2 else YES if filled == n and not of_files else PARTLY,
        f"{filled:,} of {n:,} with a date, {months:,} months",
        "The dates are those on which files were made." if months >= 2 and of_files else "",
    )
    align = Job(
        "topics align",
        "a second corpus, such as the policy documents",
        YES if around.other_corpora else NO,
        ", ".join(around.other_corpora[:3]) or "no other corpus in the workspace",
    )
    return [fit, by, time, align]


def _per_group(corpus: Corpus, around: Around) -> Job:
    ready = around.grouped or not around.copies
    return Job(
        "counts per campaign",
        "copies found and marked",
        YES if ready else NO,
        f"{around.copies:,} copies" + (", marked" if around.grouped else ""),
        "" if ready else f"Run 'textmine corpus duplicates {corpus.name}'.",
    )


def _sharing(corpus: Corpus, around: Around) -> Job:
    clean = not around.personal
    return Job(
        "sharing the texts",
        "no personal data in them",
        PARTLY if clean else NO,
        f"{around.personal:,} documents with some, by rules",
        f"Run 'textmine corpus reidentification {corpus.name}': rules miss names."
        if clean
        else f"Run 'textmine corpus pseudonymise {corpus.name}' first.",
    )
