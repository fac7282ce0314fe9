"""Where the optional corpora lie."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def data_file(relative: str) -> Path:
    """Return a file of the optional corpora, or end with a sentence when it is not there."""
    root = Path(os.environ.get("TEXTMINE_DATA", Path(__file__).parents[2] / "shared" / "data"))
    path = root / relative
    if not path.is_file():
        sys.exit(f"{path} is not there: name the folder of the corpora with TEXTMINE_DATA.")
    return path
