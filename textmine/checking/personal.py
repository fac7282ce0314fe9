"""Personal data in the texts, as far as rules find it."""

from collections import Counter, defaultdict
from collections.abc import Sequence

from textmine.checking.finding import Finding, of_documents
from textmine.checking.languages import NOT_SURE
from textmine.config import NlpSettings
from textmine.corpus import Corpus, Taking, taking_of
from textmine.privacy.finding import UNSURE
from textmine.privacy.kinds import EXACT, KINDS, PERSON
from textmine.privacy.searching import Search, search_by_rules
from textmine.schema import AUTHOR, TEXT, TITLE

AREA = "personal data"


def check_personal(
    corpus: Corpus | Taking, found: Sequence[str], settings: NlpSettings
) -> list[Finding]:
    """Return the documents in which rules find personal data, by its kind.

    Looked for is what has a form of its own, people who are named as such ("Mrs …", "I am …") and
    the authors of the corpus. Other names and places need a model: 'corpus pseudonymise' looks for
    them. `found` is what `languages_of` says of the texts; one of which it is not sure is read in
    the commonest language.
    """
    documents = taking_of(corpus)
    light = documents.light
    n, ids = len(light), light.ids
    authors = tuple(sorted({author for author in light.column(AUTHOR) if author}))
    columns = [TEXT, *([TITLE] if TITLE in light.documents else [])]
    search = Search(settings, names=authors, rules_only=True)
    rows: defaultdict[str, set[int]] = defaultdict(set)
    for row, spans in search_by_rules(documents, columns, _sure(found, settings.lang), search):
        for span in spans:
            if span.certainty != UNSURE and not span.keep:
                rows[span.kind].add(row)
    kinds = (*EXACT, PERSON)
    advice = (
        f"Before texts leave your desk: 'textmine corpus pseudonymise {light.name}', which looks "
        "for other names and for places too."
    )
    return [
        of_documents(AREA, "any", sorted(set().union(*(rows[k] for k in kinds))), n, advice, ids),
        *(of_documents(AREA, KINDS[kind].plural, sorted(rows[kind]), n) for kind in kinds),
    ]


def _sure(languages: Sequence[str], default: str) -> list[str]:
    """Return the languages, with the commonest one where a text's own is not sure."""
    known = Counter(lang for lang in languages if lang != NOT_SURE)
    commonest = known.most_common(1)[0][0] if known else default
    return [commonest if lang == NOT_SURE else lang for lang in languages]
