"""Encoders that textmine knows by their weights, and what families of them want before a text."""

import json
import re
from dataclasses import dataclass
from pathlib import Path

MINILM_WEIGHTS = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


@dataclass(frozen=True)
class KnownEncoder:
    """An encoder whose weights were published: what people call it, and its licence."""

    title: str
    licence: str


KNOWN = {
    MINILM_WEIGHTS: KnownEncoder("all-MiniLM-L6-v2", "Apache-2.0"),
    "78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658": KnownEncoder(
        "all-mpnet-base-v2", "Apache-2.0"
    ),
}
"""By the SHA-256 of model.safetensors."""

PREFIXES = {"e5": "query: ", "bge": ""}
"""By family, what its authors say to put before a text that is compared or classified.

E5 reads every text after "query: " or "passage: ", the first where no text is asked for another;
its models that take instructions, and BGE, read such texts as they are.
"""

_NAME_PARTS = re.compile(r"[a-z0-9]+")


def text_prefix(folder: Path, name: str) -> str:
    """Return what a model wants before each text: what it says itself, else what its family does.

    `name` is what the model was asked for by. A model says it as the default prompt of its
    config_sentence_transformers.json.
    """
    settings = _settings(folder / "config_sentence_transformers.json")
    prompts, default = settings.get("prompts"), settings.get("default_prompt_name")
    if isinstance(prompts, dict) and default in prompts:
        return str(prompts[default])
    called = str(_settings(folder / "config.json").get("_name_or_path", ""))
    for known_name in (name, called):
        parts = _NAME_PARTS.findall(known_name.lower().rpartition("/")[2])
        family = next((part for part in parts if part in PREFIXES), "")
        if family:
            return "" if "instruct" in parts else PREFIXES[family]
    return ""


def _settings(path: Path) -> dict[str, object]:
    try:
        content = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}
