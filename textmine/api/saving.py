"""Save a model as a folder of its own, whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from textmine.errors import TakenError
from textmine.store.manifest import MANIFEST


@contextmanager
def model_folder(folder: Path) -> Iterator[Path]:
    """Yield an empty folder to fill; it takes the place of `folder` when the block ends well.

    Raises TakenError where something stands that is no model.
    """
    if folder.exists() and not (folder / MANIFEST).is_file():
        raise TakenError(f"{folder} is there already, and is no model.", hint="Name another one.")
    folder.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=f".{folder.name}.", dir=folder.parent) as around:
        draft = Path(around) / folder.name
        draft.mkdir()
        yield draft
        if folder.exists():
            folder.rename(Path(around) / "former")
        draft.rename(folder)
