"""The one way in which benchmarks read their options: --help ends at once and does no work."""

from __future__ import annotations

import argparse


def options_of(description: str | None) -> argparse.ArgumentParser:
    """Return what reads the options of a benchmark whose docstring this is; unknown ones end it."""
    form = argparse.RawDescriptionHelpFormatter
    return argparse.ArgumentParser(description=description, formatter_class=form)
