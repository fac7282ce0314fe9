"""Look a corpus over before working with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from textmine.checking.codes import check_codes, coded_by_people
from textmine.checking.columns import check_columns
from textmine.checking.dates import check_dates
from textmine.checking.finding import Finding, Job
from textmine.checking.jobs import Around, jobs_of
from textmine.checking.kept import kept, kept_findings
from textmine.checking.languages import check_languages, languages_of
from textmine.checking.personal import check_personal
from textmine.checking.texts import check_copies, check_damage, check_texts, median_words
from textmine.checking.threads import check_authors, check_threads
from textmine.coding import open_codings, open_draws
from textmine.corpus import CORPUS_TOML, DUPLICATE_GROUP, Corpus, Taking, taking_of
from textmine.errors import InputError
from textmine.store import MANIFEST, Workspace, read_manifest, write_table
from textmine.store.versions import installed_version


@dataclass(frozen=True)
class CorpusCheck:
    """What a corpus is like, and for which jobs it has what they need."""

    corpus: str
    n: int
    findings: tuple[Finding, ...]
    jobs: tuple[Job, ...]

    @property
    def concerns(self) -> list[Finding]:
        """The findings about which something should be done."""
        return [finding for finding in self.findings if finding.advice]


def check_corpus(
    workspace: Workspace, checked: Corpus | Taking, today: datetime | None = None
) -> CorpusCheck:
    """Return all findings on a corpus and the jobs it is fit for; nothing is changed.

    Texts that are not in memory are read in batches.

    All figures are counts of all documents, without sampling error; languages, copies, damage and
    personal data are found by machine, and are missed and mistaken sometimes.
    """
    documents, settings = taking_of(checked), workspace.settings
    corpus = documents.light
    here_kept = (workspace, documents, settings.nlp)
    copies = kept_findings(*here_kept, "copies", partial(check_copies, documents))
    text_languages = kept(*here_kept, "languages", lambda: languages_of(documents.every_text()))
    personal = kept_findings(
        *here_kept, "personal", partial(check_personal, documents, text_languages, settings.nlp)
    )
    codings = open_codings(workspace).current(corpus.name)
    here = set(corpus.ids) if codings else set()
    coded = coded_by_people([coding for coding in codings if coding.document in here])
    drawn = {
        candidate.document
        for draw in open_draws(workspace).all(corpus.name)
        for candidate in draw.sampled
    }
    languages = check_languages(corpus, text_languages, settings.nlp.lang)
    around = Around(
        settings=settings,
        misread=len(languages[-1].documents),
        coded=coded,
        classifiers=_classifiers(workspace),
        other_corpora=[
            name for name in workspace.names("corpora", CORPUS_TOML) if name != corpus.name
        ],
        drawn=frozenset(drawn),
        copies=len(copies[0].documents),
        grouped=DUPLICATE_GROUP in corpus.documents,
        personal=len(personal[0].documents),
        words=median_words(documents),
    )
    findings = (
        *check_texts(documents),
        *languages,
        *check_dates(corpus, today),
        *check_authors(corpus),
        *check_threads(corpus),
        *kept_findings(
            *here_kept,
            f"damage, ftfy {installed_version('ftfy')}",
            partial(check_damage, documents),
        ),
        *copies,
        *check_codes(corpus, coded),
        *personal,
        *check_columns(corpus),
    )
    return CorpusCheck(corpus.name, len(corpus), findings, tuple(jobs_of(documents, around)))


def write_documents(path: Path, corpus: Corpus, findings: Sequence[Finding]) -> None:
    """Write a row for each document behind each finding: id, area, finding."""
    ids = corpus.ids
    rows = (
        [ids[index], finding.area, finding.what]
        for finding in findings
        for index in finding.documents
    )
    write_table(path, ["id", "area", "finding"], rows)


def _classifiers(workspace: Workspace) -> list[str]:
    """Return the names of the classifiers; a model that cannot be read is fit for no job."""
    names = []
    for name in workspace.names("models", MANIFEST):
        try:
            kind = read_manifest(workspace.folder("models", name)).kind
        except InputError:
            continue
        if kind == "classifier":
            names.append(name)
    return names
