"""What the registry knows of a public corpus."""

import tomllib
from functools import cache
from importlib.resources import files
from pathlib import PurePosixPath
from typing import Annotated
from urllib.parse import quote

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from textmine.errors import NotFoundError, did_you_mean


def _inside(path: str) -> str:
    """Refuse a path that does not stay inside the folder it is taken from."""
    parts = PurePosixPath(path).parts
    if path.startswith("/") or ".." in parts or not parts:
        raise ValueError("a path must lie inside its folder")
    return path


Inside = Annotated[str, AfterValidator(_inside)]


class PublicFile(BaseModel):
    """One file: its place in a folder of public corpora, its SHA-256, and its place at the source.

    `source` is empty where the file was made from others, so that no address serves it.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    path: Inside
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    bytes: int = Field(ge=1)
    source: str = ""


class PublicCorpus(BaseModel):
    """One corpus: its files, how they are read, and the counts that its source states.

    `rows` are the rows read, `documents` those with a text. `path` is what is imported.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    about: str
    lang: str
    path: Inside
    rows: int = Field(ge=1)
    documents: int = Field(ge=1)
    threads: int | None = None
    columns: dict[str, str] = {}
    no_header: bool = False
    keep_orphans: bool = False
    files: tuple[PublicFile, ...] = Field(min_length=1)

    @property
    def bytes(self) -> int:
        """The size of all files."""
        return sum(file.bytes for file in self.files)


class PublicSource(BaseModel):
    """A repository at one commit, its licence, how to cite it, and the corpora taken from it.

    `attribution` is what the licence asks of those who use it; `made` says how files without an
    address were made.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    repository: str = Field(pattern=r"^https://github\.com/[\w.-]+/[\w.-]+$")
    commit: str = Field(pattern=r"^[0-9a-f]{40}$")
    licence: str
    licence_url: str = Field(pattern=r"^https://")
    cite: str
    attribution: str = ""
    made: str = ""
    corpora: tuple[PublicCorpus, ...] = Field(min_length=1)

    @property
    def address(self) -> str:
        """The address of the repository at its commit."""
        return f"{self.repository}/tree/{self.commit}"

    def address_of(self, file: PublicFile) -> str:
        """The address of the bytes of a file, "" where there is none."""
        if not file.source:
            return ""
        owner = self.repository.removeprefix("https://github.com/")
        return f"https://raw.githubusercontent.com/{owner}/{self.commit}/{quote(file.source)}"

    def description_of(self, corpus: PublicCorpus) -> str:
        """Say what a corpus is, how to cite it and what its licence asks, to be kept with it."""
        description = f"{corpus.about}. Cite: {self.cite}."
        return f"{description} {self.attribution}" if self.attribution else description


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
