"""The registry: one TOML file a source."""

import tomllib
from functools import cache
from importlib.resources import files

from textmine.corpus.public.dataset import PublicCorpus, PublicSource
from textmine.errors import NotFoundError, did_you_mean


@cache
def public_corpora() -> dict[str, tuple[PublicSource, PublicCorpus]]:
    """Return every public corpus by its name, with its source."""
    folder = files(__package__) / "registry"
    toml_files = sorted(
        (traversable for traversable in folder.iterdir() if traversable.name.endswith(".toml")),
        key=str,
    )
    sources = [
        PublicSource.model_validate(tomllib.loads(traversable.read_text("utf-8")))
        for traversable in toml_files
    ]
    return {corpus.name: (source, corpus) for source in sources for corpus in source.corpora}


def find_public(name: str) -> tuple[PublicSource, PublicCorpus]:
    """Return a public corpus and its source; raise NotFoundError for an unknown name."""
    known = public_corpora()
    if name not in known:
        raise NotFoundError(
            f"There is no public corpus '{name}' in the registry.",
            hint=f"{did_you_mean(name, known)} 'textmine corpus fetch' lists them all.",
        )
    return known[name]
