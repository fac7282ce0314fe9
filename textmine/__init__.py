"""Auto-code consultation messages, mine themes, and hold machines against human coders.

    import textmine as tm

Each name is imported when it is first used, so that `import textmine` costs nothing.
"""

TYPE_CHECKING = False
"""As in `typing`, which takes longer to import than all else here."""

__version__ = "0.1.0"

_NAMES = {
    "CodeClassifier": "textmine.api.code_classifier",
    "Codebook": "textmine.codebook",
    "Codings": "textmine.coding.codings",
    "Corpus": "textmine.corpus",
    "TextFeatures": "textmine.api.text_features",
    "TopicModel": "textmine.api.topic_model",
    "agreement": "textmine.api.agreement",
    "krippendorff_alpha": "textmine.api.agreement",
    "prevalence": "textmine.api.prevalence",
    "read": "textmine.api.reading",
    "read_codes": "textmine.api.reading",
    "run_benchmark": "textmine.api.benchmark",
}
"""Name -> the module that has it. `benchmark` and `report` are rooms, and no names of functions."""

__all__ = [
    "CodeClassifier",
    "Codebook",
    "Codings",
    "Corpus",
    "TextFeatures",
    "TopicModel",
    "agreement",
    "krippendorff_alpha",
    "prevalence",
    "read",
    "read_codes",
    "run_benchmark",
]

if TYPE_CHECKING:
    from textmine.api.agreement import agreement, krippendorff_alpha
    from textmine.api.benchmark import run_benchmark
    from textmine.api.code_classifier import CodeClassifier
    from textmine.api.prevalence import prevalence
    from textmine.api.reading import read, read_codes
    from textmine.api.text_features import TextFeatures
    from textmine.api.topic_model import TopicModel
    from textmine.codebook import Codebook
    from textmine.coding.codings import Codings
    from textmine.corpus import Corpus
else:

    def __getattr__(name: str) -> object:
        if name not in _NAMES:
            raise AttributeError(f"module 'textmine' has no attribute '{name}'")
        from importlib import import_module

        value = getattr(import_module(_NAMES[name]), name)
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
