"""What is installed: Python and the computer, packages and extras, and models that read texts."""

import locale
import os
import platform
import sqlite3
import sys
from collections.abc import Mapping
from importlib import metadata

from packaging.requirements import Requirement

from textmine import __version__
from textmine.config import NlpSettings
from textmine.config.threads import processors
from textmine.errors import ExtraMissingError, TextmineError
from textmine.project.doctor.check import Check
from textmine.store.versions import installed_version

_PART = "computer"
_OLDEST, _NEWEST = (3, 11), (3, 13)
_GB = 1e9
_LITTLE = 4 * _GB


def computer_checks() -> list[Check]:
    """Look at the computer."""
    return [_python(), _memory(), _processors(), _encoding(), _sqlite()]


def _python() -> Check:
    versions = f"{platform.python_version()} on {platform.system()} {platform.machine()}"
    fits = _OLDEST <= sys.version_info[:2] <= _NEWEST
    return Check(
        _PART,
        "Python",
        "ok" if fits else "wrong",
        versions,
        "" if fits else "Install Python 3.11, 3.12 or 3.13 and textmine with it.",
    )


def _memory() -> Check:
    size = memory()
    if size is None:
        return Check(_PART, "memory", "ok", "not known on this system")
    few = size < _LITTLE
    return Check(
        _PART,
        "memory",
        "look" if few else "ok",
        f"{size / _GB:.1f} GB",
        "Corpora of some 100,000 messages want 4 GB: cut them, or use --profile fast."
        if few
        else "",
    )


def memory() -> float | None:
    """Return the bytes of memory that this process may use, None where that is not known."""
    try:
        size = float(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"))
    except (AttributeError, ValueError, OSError):
        return None
    for path in ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"):
        try:
            with open(path, encoding="ascii") as stream:  # noqa: PTH123
                limit = stream.read().strip()
        except OSError:
            continue
        if limit.isdecimal():
            size = min(size, float(limit))
    return size


def _processors() -> Check:
    n = processors()
    return Check(_PART, "processors", "ok", f"{n}: --processes {n} reads texts on all of them")


def _encoding() -> Check:
    screen = (getattr(sys.stdout, "encoding", None) or "unknown").lower()
    files = sys.getfilesystemencoding().lower()
    language = locale.setlocale(locale.LC_CTYPE)
    fine = all(encoding.replace("-", "") == "utf8" for encoding in (screen, files))
    return Check(
        _PART,
        "encoding",
        "ok" if fine else "look",
        f"screen {screen}, names of files {files}, locale {language}",
        ""
        if fine
        else "Texts are stored as UTF-8 all the same; set PYTHONUTF8=1 to see them rightly.",
    )


def _sqlite() -> Check:
    with sqlite3.connect(":memory:") as database:
        try:
            database.execute("CREATE VIRTUAL TABLE words USING fts5(text)")
            fts = True
        except sqlite3.OperationalError:
            fts = False
    database.close()
    return Check(
        _PART,
        "SQLite",
        "ok" if fts else "look",
        f"{sqlite3.sqlite_version}, {'with' if fts else 'without'} full-text search (FTS5)",
        "" if fts else "Codings work; a Python with FTS5 is wanted for full-text search.",
    )


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
    required = []
    for text in listed:
        requirement = Requirement(text)
        base = requirement.marker is None or requirement.marker.evaluate({"extra": ""})
        if (
            (not base and requirement.marker and requirement.marker.evaluate({"extra": extra}))
            if extra
            else base
        ):
            required.append(requirement)
    return required


def package_checks() -> list[Check]:
    """Look at textmine, each package that it needs, and each extra."""
    base = requirements()
    if not base:
        version = "run from its source: its packages are not known"
        return [Check("packages", "textmine", "look", version, "Install it: pip install textmine")]
    version = installed_version("textmine")
    mine = Check("packages", "textmine", "ok", __version__)
    if version != __version__:
        mine = Check(
            "packages",
            "textmine",
            "look",
            f"{__version__} runs, and {version} is installed",
            "Install it again: pip install --upgrade textmine",
        )
    return [mine, *map(_package, base), *(_extra(name) for name in EXTRAS)]


def _package(wanted: Requirement) -> Check:
    version = installed_version(wanted.name)
    install = f'pip install "{wanted.name}{wanted.specifier}"'
    if not version:
        return Check("packages", wanted.name, "wrong", "missing", f"Install it: {install}")
    if not wanted.specifier.contains(version, prereleases=True):
        problem = f"{version}, and {wanted.specifier} is needed"
        return Check("packages", wanted.name, "wrong", problem, f"Install it: {install}")
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
    packages = ", ".join(f"{package} {version}" for package, version in versions.items())
    return Check("extras", name, "ok", f"{brings} ({packages})")


_PART_MODELS = "models that read"


def weight_checks(settings: NlpSettings) -> list[Check]:
    """Look at the model of the language of the settings and at the encoder of the block meaning."""
    return [_language(settings), _encoder()]


def _language(settings: NlpSettings) -> Check:
    from textmine.nlp.pipeline import check_weights, choose_model

    name = f"spaCy, '{settings.lang}'"
    try:
        choice = choose_model(settings)
        known = check_weights(choice)
    except ExtraMissingError as error:
        return Check(_PART_MODELS, name, "look", error.message, error.hint)
    except TextmineError as error:
        return Check(_PART_MODELS, name, "wrong", error.message, error.hint)
    if choice.remark:
        return Check(_PART_MODELS, name, "look", choice.title, f"{choice.remark}.")
    note = "; its weights are the published ones" if known else ""
    return Check(_PART_MODELS, name, "ok", f"{choice.title}{note}")


def _encoder() -> Check:
    from textmine.nlp.encoders.universal import universal_encoder

    try:
        encoder = universal_encoder()
    except TextmineError as error:
        return Check(_PART_MODELS, "sentence encoder", "wrong", error.message, error.hint)
    sentence = f"{encoder.title}; its weights are the published ones"
    return Check(_PART_MODELS, "sentence encoder", "ok", sentence)
