"""Which model, if any, reads the names in texts of a language; and whether it is that language."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from textmine.config import NlpSettings
from textmine.nlp import ModelChoice, choose_model

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
