"""In which language each text is."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from textmine.checking.finding import Finding, of_documents
from textmine.corpus import Corpus
from textmine.schema import LANG

AREA = "languages"
NOT_SURE = "not sure"
_SURE = 0.9
_FEW_LETTERS, _READ = 10, 5_000
_AT_ONCE, _ENOUGH = 5_000, 200


def languages_of(texts: Iterable[str]) -> list[str]:
    """Return the code of the language of each text (ISO 639), or "not sure".

    py3langid's model knows 139 languages; it reads the first 5,000 characters and is believed where
    it gives a probability of .9 or more to one, which short texts seldom reach.

    >>> languages_of(["We would like more buses in the evening, please.", "ok"])
    ['en', 'not sure']
    """
    from textmine.checking.language_walk import identified

    found: list[str] = []
    for batch in _batched(texts, _AT_ONCE):
        begun = len(found)
        found += [NOT_SURE] * len(batch)
        enough = [
            index
            for index, text in enumerate(batch)
            if sum(map(str.isalpha, text[:200])) >= _FEW_LETTERS or not text.isascii()
        ]
        answers = identified([batch[index][:_READ] for index in enough], _SURE)
        for row, (lang, probability) in zip(enough, answers, strict=True):
            found[begun + row] = lang if probability >= _SURE else NOT_SURE
    return found


def languages_apart(first: Corpus, second: Corpus) -> tuple[str, str] | None:
    """Return the languages that most texts of two corpora are in, None where they are the same.

    Texts from all over each corpus are looked at, `_ENOUGH` at most. Where most of them are too
    short to tell, nothing is said.
    """
    one, two = (_main_language(corpus) for corpus in (first, second))
    return (one, two) if one and two and one != two else None


def _main_language(corpus: Corpus) -> str:
    texts = corpus.texts[:: 1 + len(corpus) // _ENOUGH]
    (lang, n), *_ = Counter(languages_of(texts)).most_common(1) or [("", 0)]
    return lang if lang != NOT_SURE and 2 * n > len(texts) else ""


def _batched(texts: Iterable[str], size: int) -> Iterator[list[str]]:
    """Yield texts together, `size` of them at a time."""
    rest = iter(texts)
    while batch := list(islice(rest, size)):
        yield batch


def check_languages(corpus: Corpus, found: Sequence[str], expected: str) -> list[Finding]:
    """Return how many texts are in which language, and those in another one than expected.

    `found` is what `languages_of` says of the texts. Expected is what column lang says of the
    document, else the language of the workspace.
    """
    n = len(corpus)
    counts = Counter(lang for lang in found if lang != NOT_SURE)
    findings = [
        Finding(AREA, lang, count, n, "documents")
        for lang, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    ]
    unsure = [index for index, lang in enumerate(found) if lang == NOT_SURE]
    findings.append(of_documents(AREA, NOT_SURE, unsure, n))
    stated = [lang.split("-")[0].lower() or expected for lang in corpus.column(LANG)]
    other = [
        index
        for index, (lang, should) in enumerate(zip(found, stated, strict=True))
        if lang not in (NOT_SURE, should)
    ]
    findings.append(
        of_documents(
            AREA, "another than they are read in", other, n, _advice(found, other, stated, corpus)
        )
    )
    return findings


def _advice(languages: Sequence[str], other: list[int], said: list[str], corpus: Corpus) -> str:
    if not other:
        return ""
    sure = sum(lang != NOT_SURE for lang in languages)
    commonest, count = Counter(languages[index] for index in other).most_common(1)[0]
    if 2 * count > sure:
        return (
            f"Most texts are in '{commonest}' and would be read as '{said[other[0]]}': set lang = "
            f'"{commonest}" under [nlp] in textmine.toml, or import with a column --lang.'
        )
    rest = "a word list and a classifier mix what languages keep apart"
    if LANG in corpus.documents:
        return f"Look at them, and correct column lang: {rest}."
    return (
        f"They would be read as '{said[other[0]]}': give each document its language with import "
        f"--lang COLUMN and work with --where lang=…; {rest}."
    )
