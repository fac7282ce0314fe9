"""Where files of public corpora come from: a folder, a mirror, or their source; all are checked.

This file alone reaches the network, and only when a corpus is fetched by name.
"""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote

from textmine.config import Progress, silent
from textmine.corpus.public.dataset import PublicCorpus, PublicFile, PublicSource
from textmine.errors import InputError, NotFoundError, StoreError
from textmine.store import sha256_of_file

DATA = "TEXTMINE_DATA"
"""The environment variable that names a folder of public corpora."""

_TIMEOUT = 60


class Kind(StrEnum):
    """What a place is."""

    folder = "folder"
    mirror = "mirror"
    source = "source"


@dataclass(frozen=True)
class Place:
    """A place that has the files: a folder, the address of a mirror, or the source itself ("")."""

    kind: Kind
    where: str = ""

    def __str__(self) -> str:
        return self.where or "its source"


def place_of(corpus: PublicCorpus, given: str | None) -> Place:
    """Choose where a corpus comes from: what is given, TEXTMINE_DATA, or its source.

    The folder of the environment is taken when it has the first file of the corpus.
    """
    if given and given.startswith(("http://", "https://")):
        return Place(Kind.mirror, given.rstrip("/"))
    if given:
        if not Path(given).is_dir():
            raise NotFoundError(
                f"There is no folder {given}.", hint="Name a folder or an address with --from."
            )
        return Place(Kind.folder, given)
    data = os.environ.get(DATA, "")
    if data and (Path(data) / corpus.files[0].path).is_file():
        return Place(Kind.folder, data)
    return Place(Kind.source)


@contextmanager
def gathered(
    source: PublicSource,
    corpus: PublicCorpus,
    place: Place,
    cache: Path | None = None,
    progress: Progress = silent,
) -> Iterator[Path]:
    """Yield a folder that holds the files of a corpus, each checked, and nothing else.

    Downloads are kept in `cache` (by default the cache folder of the user) and asked for once.
    Raises NotFoundError for a file that is not there, InputError for one that is not the file of
    the registry, StoreError where the network does not answer.
    """
    with TemporaryDirectory(prefix="textmine-") as draft:
        for done, file in enumerate(corpus.files):
            progress("getting files", done, len(corpus.files))
            target = Path(draft) / file.path
            target.parent.mkdir(parents=True, exist_ok=True)
            if place.kind is Kind.folder:
                found = Path(place.where) / file.path
                if not found.is_file():
                    raise NotFoundError(
                        f"{found} is not there.",
                        hint=f"The folder of --from, or of {DATA}, must hold {file.path}.",
                    )
            else:
                found = _downloaded(source, file, place, cache)
            shutil.copyfile(found, target)
            _check(target, file, str(found))
        yield Path(draft) / corpus.path


def _check(path: Path, file: PublicFile, came_from: str) -> None:
    found = sha256_of_file(path)
    if found != file.sha256:
        raise InputError(
            f"{came_from} is not the file of the registry: its SHA-256 is {found[:12]}…, and that "
            f"of {file.path} is {file.sha256[:12]}….",
            hint="It was changed or cut short: get it again, or import it by hand with "
            "'textmine corpus import'.",
        )


def _downloaded(source: PublicSource, file: PublicFile, place: Place, cache: Path | None) -> Path:
    """Return a file from the cache, or get it; it is checked before it is kept."""
    if place.kind is Kind.mirror:
        address = f"{place.where}/{quote(file.path)}"
    else:
        address = source.address_of(file)
    if not address:
        raise NotFoundError(
            f"No address serves {file.path}. {source.made} The original is at {source.address}.",
            hint=f"Name a folder or a mirror that has the table with --from, or in {DATA}.",
        )
    import pooch

    pooch.get_logger().setLevel(logging.WARNING)
    folder = (cache or Path(pooch.os_cache("textmine"))) / Path(file.path).parent
    by_hand = f"Download {address} by hand into a folder as {file.path}, and name it with --from."
    try:
        kept = pooch.retrieve(
            address,
            known_hash=f"sha256:{file.sha256}",
            fname=Path(file.path).name,
            path=folder,
            downloader=pooch.HTTPDownloader(timeout=_TIMEOUT),
        )
    except ValueError as error:
        raise InputError(
            f"What {address} sent is not the file of the registry (its SHA-256 should be "
            f"{file.sha256[:12]}…), and was not kept.",
            hint="Try again later, or get the file elsewhere and name its folder with --from.",
        ) from error
    except OSError as error:
        raise StoreError(f"{address} could not be read: {_reason(error)}.", hint=by_hand) from error
    return Path(kept)


def _reason(error: OSError) -> str:
    """Say in a few words why a download failed."""
    response = getattr(error, "response", None)
    if response is not None:
        return f"the server answered {response.status_code}"
    name = type(error).__name__
    if "Timeout" in name:
        return "the server did not answer in time"
    if "Connection" in name or "Proxy" in name or "SSL" in name:
        return "there is no connection to it"
    return str(error).splitlines()[0] if str(error) else name
