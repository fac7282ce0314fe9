"""The sample corpora and the model that come with textmine."""

from pathlib import Path

from textmine.errors import NotFoundError

_PACKAGE = Path(__file__).resolve().parent.parent


def shipped_folder() -> Path:
    """Return the folder that holds the shipped `corpora/` and `models/`.

    In an installed package they lie inside it; in a clone, beside it.
    """
    for folder in (_PACKAGE / "_shipped", _PACKAGE.parent):
        if (folder / "corpora" / "city-region-forum" / "messages.csv").is_file():
            return folder
    raise NotFoundError(
        "The sample corpora are not installed.", hint="Reinstall textmine: pip install textmine"
    )
