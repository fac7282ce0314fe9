"""Read a public corpus as its registry says, and hold it against the counts of its source."""

from pathlib import Path
from tempfile import TemporaryDirectory

from textmine.config import Progress, silent
from textmine.corpus.public.dataset import PublicCorpus, PublicSource
from textmine.corpus.public.download_sources import Place, gathered
from textmine.corpus.reading import importing
from textmine.corpus.reading.personal_columns import ALL
from textmine.corpus.reading.reader import ReadOptions
from textmine.errors import BadRowsError, InputError
from textmine.schema import THREAD_ID
from textmine.store import Workspace

_EMPTY = "the text is empty"


def fetch_public(
    workspace: Workspace,
    source: PublicSource,
    corpus: PublicCorpus,
    name: str,
    place: Place,
    cache: Path | None = None,
    rejected_to: Path | None = None,
    progress: Progress = silent,
    *,
    replacing: bool = False,
) -> importing.Imported:
    """Get the files of a public corpus, check them and what they hold, and save it as `name`.

    Rows without a text go into the file `rejected_to`, or are left out. Raises InputError when
    files or counts are not those of the registry, TakenError for a name that is taken.
    """
    licence = f"{source.licence} ({source.licence_url})"
    about = importing.About(source.description_of(corpus), licence, address=source.address)
    with gathered(source, corpus, place, cache, progress) as path, TemporaryDirectory() as aside:
        reading = read_public(corpus, path)
        check_fetched(corpus, reading)
        rejected = rejected_to or Path(aside) / "rows.csv"
        return importing.import_corpus(
            workspace, name, reading, about, rejected, replacing=replacing
        )


def read_public(corpus: PublicCorpus, path: Path) -> importing.Reading:
    """Read the files of a public corpus, which lie at `path`; nothing is written."""
    return importing.read_documents(
        path,
        ReadOptions(has_header=not corpus.no_header),
        corpus.columns,
        keep_orphans=corpus.keep_orphans,
        keep_personal=(ALL,),
    )


def check_fetched(corpus: PublicCorpus, reading: importing.Reading) -> None:
    """Raise when what was read is not what the source counts; rows without a text may be there."""
    bad = [problem for problem in reading.checked.problems if problem.problem != _EMPTY]
    if bad:
        raise BadRowsError(corpus.path, bad, hint="textmine reads this corpus otherwise: tell us.")
    threads = None
    if corpus.threads is not None and THREAD_ID in reading.checked.table.column_names:
        threads = len(reading.checked.table[THREAD_ID].unique())
    expected = (corpus.rows, corpus.documents, corpus.threads)
    counted = (len(reading.table.rows), len(reading.checked), threads)
    if counted != expected:
        names = ("rows", "documents", "threads")
        described = [
            ", ".join(f"{n} {name}" for n, name in zip(counts, names, strict=True) if n is not None)
            for counts in (expected, counted)
        ]
        raise InputError(
            f"'{corpus.name}' should have {described[0]}, and has {described[1]}.",
            hint="Nothing was imported. textmine counts this corpus otherwise than its source: "
            "tell us.",
        )
