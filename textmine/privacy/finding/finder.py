"""Find personal data in texts: rules, known names, and names by a model of their language."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from textmine.config import NlpSettings, Progress, silent
from textmine.nlp import ModelChoice, choose_model, load_pipeline
from textmine.nlp.reading import read_docs
from textmine.privacy.finding.addresses import find_addresses
from textmine.privacy.finding.capitalisation import Casing
from textmine.privacy.finding.capitals import NOUNS_CAPITALISED, find_capitals
from textmine.privacy.finding.context_rules import find_cued_names
from textmine.privacy.finding.entities import find_entities
from textmine.privacy.finding.found import Found, settle
from textmine.privacy.finding.known import KnownNames, find_known_names
from textmine.privacy.finding.numbers import find_numbers
from textmine.privacy.finding.repeated_names import Echoes, collect_echoes, find_echoes
from textmine.privacy.finding.streets import find_places

_WORD = re.compile(r"[^\W\d_]+")
_ENOUGH, _SAMPLE, _FEWEST = 500, 20_000, 0.2


@dataclass(frozen=True)
class NameReader:
    """The spaCy model that finds names in texts of `lang`, None where rules work alone."""

    lang: str
    model: ModelChoice | None
    remark: str = ""

    @property
    def title(self) -> str:
        """How the texts are read, for people."""
        return f"{self.model.title} and rules" if self.model else "rules alone"


def choose_name_reader(settings: NlpSettings, lang: str, *, rules_only: bool = False) -> NameReader:
    """Choose the model for a language: the one of the settings, else an installed one with names.

    English without its model is an ExtraMissingError, unless the settings or the caller ask for
    rules alone; of another language the remark says that no model was there.
    """
    if rules_only:
        return NameReader(lang, None, "names were looked for by rules alone, as asked")
    named = settings.model if lang == settings.lang else ""
    if named or lang == "en":
        wanted = settings.model_copy(update={"lang": lang, "profile": "full", "model": named})
        choice = choose_model(wanted)
        if _finds_names(choice.package):
            return NameReader(lang, choice)
        return NameReader(lang, None, f"{choice.title} finds no names: rules worked alone")
    package = _installed(lang)
    if package:
        wanted = settings.model_copy(update={"lang": lang, "profile": "full", "model": package})
        return NameReader(lang, choose_model(wanted))
    return NameReader(
        lang, None, f"no spaCy model that finds names in '{lang}' is installed: rules worked alone"
    )


def stop_words(lang: str) -> frozenset[str]:
    """Return spaCy's stop words of a language, none where it knows no such language."""
    import spacy

    try:
        return frozenset(spacy.util.get_lang_class(lang).Defaults.stop_words)
    except ImportError:
        return frozenset()


def language_doubt(texts: Iterable[str], lang: str) -> str:
    """Say so when running text has few stop words of the language that it is said to be in."""
    known = stop_words(lang)
    words = list(islice((word for text in texts for word in _WORD.findall(text)), _SAMPLE))
    if not known or len(words) < _ENOUGH:
        return ""
    share = sum(word.casefold() in known for word in words) / len(words)
    if share >= _FEWEST:
        return ""
    return (
        f"only {100 * share:.0f} % of the words are stop words of '{lang}': if the texts are "
        "in another language, say so with --lang, or names will be missed"
    )


def _installed(lang: str) -> str:
    import spacy

    models = [name for name in spacy.util.get_installed_models() if name.startswith(f"{lang}_")]
    return next((name for name in sorted(models) if _finds_names(name)), "")


def _finds_names(package: str) -> bool:
    import spacy

    if not package:
        return False
    root = spacy.util.get_package_path(package)
    folder = next(iter(sorted(root.glob(f"{package}-*"))), root)
    return "ner" in spacy.util.load_meta(folder / "meta.json").get("pipeline", [])


_NOTHING = KnownNames({}, {}, {})


@dataclass(frozen=True)
class Finder:
    """How to look for personal data in texts of one language.

    `casing` is how the whole corpus writes its words, `names` what is known of its people. With
    `rules` off only spaCy's names are found, which is of use for measuring alone.
    """

    reader: NameReader
    casing: Casing
    names: KnownNames = _NOTHING
    rules: bool = True

    def find(
        self, texts: Sequence[str], settings: NlpSettings, progress: Progress = silent
    ) -> list[list[Found]]:
        """Return for each text what was found, without overlaps, in the order of the text.

        What was found more than once is looked for again in all texts, as it is written.
        """
        entities = self._entities(texts, settings, progress)
        every = [
            settle(text, [*self._ruled(text), *named])
            for text, named in zip(texts, entities, strict=True)
        ]
        if not self.rules:
            return every
        echoes = collect_echoes(zip(texts, every, strict=True), self.casing)
        return [_with_echoes(text, spans, echoes) for text, spans in zip(texts, every, strict=True)]

    def find_by_rules(self, texts: Callable[[], Iterable[str]]) -> Iterator[list[Found]]:
        """Yield for each text what `find` returns without spaCy's names.

        The texts are gone through twice: they need not all be in memory.
        """
        every: list[Sequence[Found]] = []

        def ruled() -> Iterator[tuple[str, Sequence[Found]]]:
            for text in texts():
                every.append(settle(text, self._ruled(text)) or ())
                yield text, every[-1]

        echoes = collect_echoes(ruled(), self.casing)
        for text, found in zip(texts(), every, strict=True):
            yield _with_echoes(text, found, echoes)

    def _ruled(self, text: str) -> Iterator[Found]:
        if not self.rules:
            return
        yield from find_addresses(text)
        yield from find_numbers(text)
        yield from find_places(text)
        yield from find_cued_names(text, self.casing)
        yield from find_known_names(text, self.names, self.casing)
        if self.reader.model is None and self.reader.lang not in NOUNS_CAPITALISED:
            yield from find_capitals(text, self.casing)

    def _entities(
        self, texts: Sequence[str], settings: NlpSettings, progress: Progress
    ) -> Iterator[list[Found]]:
        if self.reader.model is None:
            yield from ([] for _ in texts)
            return
        nlp = load_pipeline(self.reader.model, frozenset({"entities"}))
        docs = read_docs(nlp, texts, settings.batch_size, settings.n_process)
        for done, doc in enumerate(docs, start=1):
            yield list(find_entities(doc, self.casing))
            if done % 50 == 0 or done == len(texts):
                progress("looking for names", done, len(texts))


def _with_echoes(text: str, found: Sequence[Found], echoes: Echoes) -> list[Found]:
    return echoes.agreed(text, settle(text, [*found, *find_echoes(text, echoes)]))
