"""Personal data in the texts, as far as rules find it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace

from textmine.checking.finding import Finding, of_documents
from textmine.checking.languages import NOT_SURE
from textmine.config import NlpSettings, Progress, silent
from textmine.corpus import Corpus
from textmine.privacy.finding import UNSURE
from textmine.privacy.kinds import EXACT, KINDS, PERSON
from textmine.privacy.searching import Search, search_corpus
from textmine.schema import AUTHOR, TEXT, TITLE

AREA = "personal data"


def check_personal(
    corpus: Corpus, found: Sequence[str], settings: NlpSettings, progress: Progress = silent
) -> list[Finding]:
    """Return the documents in which rules find personal data, by its kind.

    Looked for is what has a form of its own, people who are named as such ("Mrs …", "I am …") and
    the authors of the corpus. Other names and places need a model: 'corpus pseudonymise' looks for
    them. `found` is what `languages_of` says of the texts; one of which it is not sure is read in
    the commonest language.
    """
    n, ids = len(corpus), tuple(corpus.ids)
    authors = tuple(sorted({author for author in corpus.column(AUTHOR) if author}))
    columns = [column for column in (TEXT, TITLE) if column in corpus.documents]
    search = Search(settings, names=authors, rules_only=True)
    read = replace(corpus, documents=corpus.documents.assign(lang=_sure(found, settings.lang)))
    rows: defaultdict[str, set[int]] = defaultdict(set)
    for cell in search_corpus(read, columns, search, progress).cells:
        for one in cell.found:
            if one.certainty != UNSURE and not one.keep:
                rows[one.kind].add(cell.row)
    kinds = (*EXACT, PERSON)
    advice = (
        f"Before texts leave your desk: 'textmine corpus pseudonymise {corpus.name}', which looks "
        "for other names and for places too."
    )
    return [
        of_documents(AREA, "any", sorted(set().union(*(rows[k] for k in kinds))), n, advice, ids),
        *(of_documents(AREA, KINDS[kind].plural, sorted(rows[kind]), n) for kind in kinds),
    ]


def _sure(found: Sequence[str], default: str) -> list[str]:
    """Return the languages, with the commonest one where a text's own is not sure."""
    known = Counter(lang for lang in found if lang != NOT_SURE)
    commonest = known.most_common(1)[0][0] if known else default
    return [commonest if lang == NOT_SURE else lang for lang in found]
