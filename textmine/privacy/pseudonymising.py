"""Make a corpus in which people have aliases, and the key that undoes it; write both or none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from textmine.config import NlpSettings, Progress, silent
from textmine.corpus import Corpus
from textmine.corpus.saving import refuse_taken, same_documents, save_corpus
from textmine.errors import InputError
from textmine.lazily import pa, pd
from textmine.privacy import rewriting
from textmine.privacy.aliasing import People
from textmine.privacy.columns import (
    Action,
    ColumnPlan,
    ColumnWishes,
    names_of_files,
    personal_ids,
    plan_columns,
)
from textmine.privacy.decisions import Decision, ReviewItem, review_items
from textmine.privacy.finding import CERTAINTIES, is_nobody
from textmine.privacy.key import Key, KeyedCorpus, write_key
from textmine.privacy.kinds import KINDS
from textmine.privacy.new_ids import new_ids, with_new_ids
from textmine.privacy.replacing import Replaced
from textmine.privacy.rewriting import Wording, real_first_names
from textmine.privacy.searching import Search, Searched, search_corpus
from textmine.schema import AUTHOR, ID, TEXT
from textmine.store import Workspace


@dataclass(frozen=True)
class Request:
    """How a corpus is to be pseudonymised; `keep` are kinds that stay as they are.

    With `new_ids` documents and threads are called by numbers.
    """

    keep: frozenset[str] = frozenset()
    placeholders: bool = False
    rules_only: bool = False
    columns: ColumnWishes = field(default_factory=ColumnWishes)
    decisions: Mapping[str, Decision] = field(default_factory=dict)
    new_ids: bool = False


@dataclass(frozen=True)
class KindCount:
    """How many spans of one kind were replaced: in all, different ones, by certainty; and kept."""

    kind: str
    replaced: int
    different: int
    sure: int
    likely: int
    unsure: int
    kept: int


@dataclass(frozen=True)
class Pseudonymised:
    """The new corpus, what was replaced, and what a person should look at and know.

    What was `replaced` names documents by their old ids; `ids` has the new one of each, where the
    request asked for new ones.
    """

    corpus: Corpus
    replaced: tuple[Replaced, ...]
    counts: tuple[KindCount, ...]
    review: tuple[ReviewItem, ...]
    columns: tuple[ColumnPlan, ...]
    readers: dict[str, str]
    remarks: tuple[str, ...]
    ids: Mapping[str, str] = field(default_factory=dict)


def pseudonymise(
    corpus: Corpus,
    new_name: str,
    key: Key,
    request: Request,
    settings: NlpSettings,
    progress: Progress = silent,
) -> Pseudonymised:
    """Return the corpus under a new name with aliases and placeholders; nothing is written.

    The key's book of aliases grows by the new people. Before it returns, every cell is restored
    from what was replaced and held against the original. This is an aid and not anonymity: what is
    not found stays.
    """
    if new_name == corpus.name:
        raise InputError(
            f"The new corpus needs another name than '{new_name}', the old one.",
            hint="textmine never overwrites the old one: give another --name.",
        )
    plans = plan_columns(corpus, request.columns)
    authors = _authors(corpus, plans)
    known = tuple(dict.fromkeys((*authors, *key.book.authors())))
    search = Search(settings, known, request.keep, request.decisions, request.rules_only)
    searched = search_corpus(corpus, _of(plans, Action.search), search, progress)
    mentions = rewriting.people_named(searched.cells)
    avoid = real_first_names((*known, *(name for names in mentions.values() for name in names)))
    wording = Wording(key.book, known, request.placeholders, avoid)
    if not request.placeholders:
        wording.enrol_authors()
    texts = rewriting.rewrite_texts(corpus, searched.cells, mentions, wording, request.decisions)
    names = rewriting.rewrite_names(corpus, _of(plans, Action.names), wording)
    cells = {**texts.cells, **names.cells}
    documents = rewriting.new_documents(corpus, _of(plans, Action.drop), cells)
    replaced = (*texts.replaced, *names.replaced)
    rewriting.check_restoring(corpus, documents, replaced)
    ids = new_ids(corpus) if request.new_ids else {}
    if ids:
        documents = with_new_ids(corpus, documents, ids)
    return Pseudonymised(
        _renamed(corpus, new_name, documents, plans),
        replaced,
        _counts(texts),
        tuple(review_items(texts.sightings)),
        tuple(plans),
        searched.readers,
        (*searched.remarks, *_remarks(corpus, searched, ids)),
        ids,
    )


def _of(plans: Sequence[ColumnPlan], action: Action) -> list[str]:
    return [plan.column for plan in plans if plan.action is action]


def _authors(corpus: Corpus, plans: Sequence[ColumnPlan]) -> list[str]:
    """Return the names of the authors, and those in other columns that mean none of them."""
    columns = _of(plans, Action.names)
    names = {name.strip() for name in corpus.column(AUTHOR) if AUTHOR in columns}
    authors = People(name for name in names if not is_nobody(name))
    others = {
        cell.strip()
        for column in columns
        if column != AUTHOR
        for cell in corpus.column(column)
        if not authors.meant_by(cell)
    }
    return sorted(name for name in names | others if not is_nobody(name))


def _renamed(
    corpus: Corpus, name: str, documents: pd.DataFrame, plans: Sequence[ColumnPlan]
) -> Corpus:
    info = corpus.info
    dropped = set(_of(plans, Action.drop))
    counts = {**info.counts, "words": sum(len(str(text).split()) for text in documents[TEXT])}
    if AUTHOR in documents and "authors" in counts:
        counts["authors"] = int(documents[AUTHOR].nunique())
    source = {"name": f"corpus {corpus.name}, pseudonymised"}
    if "split" in info.source:
        source["split"] = info.source["split"]
    new = info.model_copy(
        update={
            "name": name,
            "description": f"{info.description} (pseudonymised)".strip(),
            "source": source,
            "columns": {key: raw for key, raw in info.columns.items() if key not in dropped},
            "counts": counts,
            "files": {},
        }
    )
    return Corpus(name, documents, new)


def _counts(texts: rewriting.Rewritten) -> tuple[KindCount, ...]:
    left_as_is = Counter(sighting.found.kind for sighting in texts.sightings if sighting.found.keep)
    counts = []
    for kind in KINDS:
        mine = [replaced for replaced in texts.replaced if replaced.kind == kind]
        sure = {name: sum(replaced.certainty == name for replaced in mine) for name in CERTAINTIES}
        if mine or left_as_is[kind]:
            different = len({replaced.original.casefold() for replaced in mine})
            counts.append(KindCount(kind, len(mine), different, **sure, kept=left_as_is[kind]))
    return tuple(counts)


def _remarks(corpus: Corpus, searched: Searched, ids: Mapping[str, str]) -> list[str]:
    remarks = []
    personal, files = personal_ids(corpus), names_of_files(corpus)
    if ids:
        remarks.append("documents and threads have new ids; the key says which is which")
    elif files:
        remarks.append(
            f"ids and threads are called after {len(files):,} files ({', '.join(files[:3])}"
            f"{', …' if len(files) > 3 else ''}), and stay so: where that tells who speaks, "
            "--new-ids calls them by numbers"
        )
    elif personal:
        remarks.append(
            f"the ids of {personal:,} documents hold names of authors, and stay so: --new-ids "
            "calls documents and threads by numbers"
        )
    if not any(cell.column == TEXT for cell in searched.cells) and ID in corpus.documents:
        remarks.append("there was no text to search")
    return remarks


def check_new_name(workspace: Workspace, source: str, name: str, *, replace: bool = False) -> None:
    """Raise InputError for the name of the source, TakenError for one of another corpus.

    With `replace` a corpus of that name may be there.
    """
    if name == source:
        raise InputError(
            f"The new corpus needs another name than '{name}': the old one stays.",
            hint="Give another --name.",
        )
    if not replace:
        refuse_taken(workspace, name)


def made_before(key: Key, source: Corpus, name: str) -> bool:
    """Whether the key knows a corpus of that name that was made of this very source."""
    known = key.corpora.get(name)
    return known is not None and (known.source, known.sha256) == (source.name, _sha256(source))


def save_pseudonymised(
    workspace: Workspace,
    source: Corpus,
    made: Pseudonymised,
    key: Key,
    path: Path,
    *,
    replace: bool = False,
) -> bool:
    """Save the corpus with its key, both or neither; return whether it was not there just so.

    What the key says of a corpus that is replaced stays in it, for that corpus can come back.
    Raises as `check_new_name` does where another corpus of that name is there.
    """
    name = made.corpus.name
    keyed = KeyedCorpus(source.name, _sha256(source), made.replaced, dict(made.ids))
    with workspace.whole():
        folder = workspace.folder("corpora", name)
        table = pa.Table.from_pandas(made.corpus.documents, preserve_index=False)
        if key.corpora.get(name) == keyed and same_documents(folder, table):
            return False
        check_new_name(workspace, source.name, name, replace=replace)
        if name in key.corpora:
            former = sum(known.startswith(f"{name} (former ") for known in key.corpora)
            key.corpora[f"{name} (former {former + 1})"] = key.corpora[name]
        key.corpora[name] = keyed
        write_key(path, key)
        save_corpus(workspace, made.corpus, replace=replace, reads=[f"corpora/{source.name}"])
    return True


def _sha256(source: Corpus) -> str:
    return source.info.digest
