"""The parts of the base install: version, licence, and a hash over the files of each."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from textmine.store.hashing import sha256_of_text

GENERATIVE = frozenset(
    "transformers torch tensorflow jax vllm llama-cpp-python ctransformers ctranslate2 gpt4all "
    "openai anthropic cohere mistralai google-generativeai google-genai ollama litellm langchain "
    "langchain-core llama-index mlx-lm onnxruntime-genai exllamav2 auto-gptq bitsandbytes".split()
)
"""Packages that hold, run or call models that write text."""

WEIGHTS = (".safetensors", ".gguf", ".ggml", ".pt", ".pth", ".onnx", ".bin", ".h5", ".keras")
"""How the names of files end that hold the weights of neural models."""

_BY_PIP = ("RECORD", "INSTALLER", "REQUESTED", "direct_url.json")
"""What an installer writes beside a package, which is not of the package."""


@dataclass(frozen=True)
class Part:
    """A package: `sha256` is over the lines "path,sha256" of its RECORD, sorted.

    Lines of files that an installer writes are left out, so that it is the same on every computer
    that has the same wheel. `changed` of the `files` are not what RECORD says, or are gone.
    """

    name: str
    version: str
    licence: str
    sha256: str
    files: int
    changed: tuple[str, ...]
    weights: tuple[str, ...]


def base_parts() -> list[Part]:
    """Return textmine and all that it requires without extras, and what these require, by name.

    Raises PackageNotFoundError where textmine is not installed.
    """
    parts: dict[str, Part] = {}
    waiting = [("textmine", frozenset[str]())]
    seen: set[tuple[str, frozenset[str]]] = set()
    while waiting:
        name, extras = waiting.pop()
        key = (canonicalize_name(name), extras)
        if key in seen:
            continue
        seen.add(key)
        try:
            package = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            if name == "textmine":
                raise
            continue
        parts.setdefault(key[0], _part(package))
        waiting += [
            (requirement.name, frozenset(requirement.extras))
            for requirement in _required(package, extras)
        ]
    return [parts[name] for name in sorted(parts)]


def _required(package: metadata.Distribution, extras: frozenset[str]) -> Iterator[Requirement]:
    for text in package.requires or ():
        requirement = Requirement(text)
        if requirement.marker is None or any(
            requirement.marker.evaluate({"extra": extra}) for extra in ("", *extras)
        ):
            yield requirement


def _part(package: metadata.Distribution) -> Part:
    lines, changed, weights = [], [], []
    for file in package.files or ():
        if file.hash is None or file.name in _BY_PIP or str(file).startswith(".."):
            continue
        lines.append(f"{file.as_posix()},{file.hash.mode}={file.hash.value}")
        if file.name.endswith(WEIGHTS) and not any("test" in part for part in file.parts):
            weights.append(file.as_posix())
        if not _as_recorded(file):
            changed.append(file.as_posix())
    return Part(
        package.metadata["Name"],
        package.version,
        _licence(package),
        sha256_of_text("\n".join(sorted(lines))),
        len(lines),
        tuple(changed),
        tuple(weights),
    )


def _as_recorded(file: metadata.PackagePath) -> bool:
    import base64

    if file.hash is None:
        return True
    try:
        digest = hashlib.new(file.hash.mode, file.read_binary()).digest()
    except (OSError, ValueError):
        return False
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode() == file.hash.value


def _licence(package: metadata.Distribution) -> str:
    """Return the licence that a package states, by its expression, classifiers or first line."""
    about = package.metadata

    def said(key: str) -> str:
        return str(about[key]).strip() if key in about else ""

    licence = said("License-Expression")
    if not licence:
        stated = [
            classifier
            for classifier in about.get_all("Classifier") or ()
            if classifier.startswith("License ::")
        ]
        names = [classifier.rsplit(" :: ", 1)[-1] for classifier in stated]
        licence = "; ".join(name for name in names if name != "OSI Approved")
    if not licence:
        licence = said("License").split("\n", 1)[0]
    return licence or "not stated"
