"""The folder of a sentence-transformers model: where it lies, and what stands in it."""

import json
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from textmine.errors import InputError
from textmine.store import sha256_of_file
from textmine.store.opened import damage_told, inside

OTHER_MODEL = "Use another model."
_WEIGHTS = "model.safetensors"
_LAYERS = ("num_hidden_layers", "n_layers")
_WIDTH = ("hidden_size", "dim", "d_model")


def model_folder(name: str) -> Path | None:
    """Return the folder that a name leads to: a folder, else a package's, else one of the cache."""
    return _local_folder(name) or package_folder(name) or _cached_folder(name)


def _local_folder(name: str) -> Path | None:
    folder = Path(name).expanduser()
    return folder.resolve() if folder.is_dir() else None


def package_folder(name: str) -> Path | None:
    """Return the model folder inside an installed package, without running any of its code."""
    module = name.replace("-", "_")
    spec = find_spec(module) if module.isidentifier() else None
    places = list(spec.submodule_search_locations or ()) if spec else []
    for folder in map(Path, places):
        for marker in sorted(folder.rglob("modules.json")):
            return marker.parent
    return None


def _cached_folder(name: str) -> Path | None:
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError

    try:
        return Path(snapshot_download(name, local_files_only=True))
    except (HFValidationError, LocalEntryNotFoundError):
        return None


def transformer_folder(folder: Path) -> Path:
    """Return the folder of the transformer itself: its config, tokenizer and weights."""
    return _module_folders(folder)[0]


def _module_folders(folder: Path) -> list[Path]:
    """Return the folders of a model's modules, the transformer's first; none leads out of it."""
    listed = folder / "modules.json"
    if not listed.is_file():
        return [folder]
    what = f"The model in {folder}"
    with damage_told(listed, OTHER_MODEL):
        paths = [str(module.get("path", "")) for module in _json(listed)]
        if not paths:
            raise ValueError("it names no module")
    return [
        inside(folder, path, what=what, again=OTHER_MODEL) if path else folder for path in paths
    ]


def sha256_of_weights(folder: Path) -> str:
    """Return what the weights are; raise InputError where a file that is needed is missing."""
    inner = transformer_folder(folder)
    for file in (_WEIGHTS, "config.json", "tokenizer.json"):
        if not (inner / file).is_file():
            raise InputError(
                f"{inner} lacks {file}.",
                hint="textmine reads models in the sentence-transformers format with weights as "
                "safetensors; pickled weights are refused.",
            )
    return sha256_of_file(inner / _WEIGHTS)


def dimension_of(folder: Path) -> int:
    """Return the length of the vectors: what the last module says, else the transformer's width."""
    first, *others = _module_folders(folder)
    with damage_told(f"The model in {folder}", OTHER_MODEL):
        config = _json(first / "config.json")
        dim = _first(config, _WIDTH)
        for inner in (first, *others) if first != folder else others:
            settings = _json(inner / "config.json") if (inner / "config.json").is_file() else {}
            modes = sum(value is True for key, value in settings.items() if "pooling_mode_" in key)
            dim = settings.get("out_features", dim * max(1, modes))
        return int(dim)


def layers_of(folder: Path) -> tuple[int, int]:
    """Return how many layers the transformer has and how wide they are; 0 where it does not say."""
    with damage_told(f"The model in {folder}", OTHER_MODEL):
        config = _json(transformer_folder(folder) / "config.json")
        return _first(config, _LAYERS), _first(config, _WIDTH)


def _first(config: dict[str, Any], keys: Sequence[str]) -> int:
    return int(next((config[key] for key in keys if key in config), 0))


def _json(path: Path) -> Any:
    with damage_told(path, OTHER_MODEL):
        return json.loads(path.read_bytes())
