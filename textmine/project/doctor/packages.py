"""The packages that textmine needs, and those of its extras: there or not, and in which version."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import metadata

from packaging.requirements import Requirement

from textmine import __version__
from textmine.project.doctor.check import Check
from textmine.store.versions import installed_version

EXTRAS: Mapping[str, str] = {
    "en": "spaCy's English model: parts of speech, lemmas, sentences",
    "documents": "reads PDF files",
    "topics": "five more topic engines: gibbs-lda, dmr, stm, keyatm, btm",
    "llm": "asks a language model on a server of your own (llm code)",
    "icu": "parts the words of Chinese, Japanese, Thai, Lao, Khmer and Burmese",
    "transformers": "sentence encoders on torch, --fine-tune, topics as clusters",
}
"""Extras that users install, and what each brings."""


def requirements(extra: str = "") -> list[Requirement]:
    """Return what the installed textmine requires, itself or for an extra, on this system.

    Empty where textmine is run from its source and was not installed.
    """
    try:
        listed = metadata.requires("textmine") or []
    except metadata.PackageNotFoundError:
        return []
    found = []
    for text in listed:
        one = Requirement(text)
        base = one.marker is None or one.marker.evaluate({"extra": ""})
        if (not base and one.marker and one.marker.evaluate({"extra": extra})) if extra else base:
            found.append(one)
    return found


def package_checks() -> list[Check]:
    """Look at textmine, each package that it needs, and each extra."""
    base = requirements()
    if not base:
        told = "run from its source: its packages are not known"
        return [Check("packages", "textmine", "look", told, "Install it: pip install textmine")]
    told = installed_version("textmine")
    mine = Check("packages", "textmine", "ok", __version__)
    if told != __version__:
        mine = Check(
            "packages",
            "textmine",
            "look",
            f"{__version__} runs, and {told} is installed",
            "Install it again: pip install --upgrade textmine",
        )
    return [mine, *map(_package, base), *(_extra(name) for name in EXTRAS)]


def _package(wanted: Requirement) -> Check:
    version = installed_version(wanted.name)
    install = f'pip install "{wanted.name}{wanted.specifier}"'
    if not version:
        return Check("packages", wanted.name, "wrong", "missing", f"Install it: {install}")
    if not wanted.specifier.contains(version, prereleases=True):
        told = f"{version}, and {wanted.specifier} is needed"
        return Check("packages", wanted.name, "wrong", told, f"Install it: {install}")
    return Check("packages", wanted.name, "ok", version)


def _extra(name: str) -> Check:
    """Look at an extra; one that is missing is no fault, one that is there in part is."""
    wanted = requirements(name)
    versions = {requirement.name: installed_version(requirement.name) for requirement in wanted}
    brings, install = EXTRAS[name], f"pip install 'textmine[{name}]'"
    if not any(versions.values()):
        return Check("extras", name, "ok", f"not installed; {brings} ({install})")
    bad = [
        f"{requirement.name} {versions[requirement.name] or 'is missing'}"
        for requirement in wanted
        if not versions[requirement.name]
        or not requirement.specifier.contains(versions[requirement.name], prereleases=True)
    ]
    if bad:
        return Check("extras", name, "look", f"in part: {', '.join(bad)}", f"Run: {install}")
    told = ", ".join(f"{one} {version}" for one, version in versions.items())
    return Check("extras", name, "ok", f"{brings} ({told})")
