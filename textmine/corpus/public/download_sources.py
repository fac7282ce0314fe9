"""Where files of public corpora come from: a folder, a mirror, or their source; all are checked.

This file alone reaches the network, and only when a corpus is fetched by name.
"""

import logging
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote, urlsplit

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
    """A place that has the files: a folder, the address of a mirror, or the source itself ("").

    `named_by` is the option or the variable that named it.
    """

    kind: Kind
    where: str = ""
    named_by: str = ""

    def __str__(self) -> str:
        return self.where or "its source"

    def finds(self, source: PublicSource, file: PublicFile) -> str:
        """Return the path or the address of a file here, "" where no address serves it."""
        if self.kind is Kind.folder:
            return str(Path(self.where) / file.path)
        if self.kind is Kind.mirror:
            return f"{self.where}/{quote(file.path)}"
        return source.address_of(file)


def place_of(given: str | None) -> Place:
    """Choose where files come from: what is given, what TEXTMINE_DATA names, or their source.

    A folder or a mirror that is named is the only place asked: nothing then comes from elsewhere.
    """
    named, by = (given, "--from") if given else (os.environ.get(DATA, ""), DATA)
    if not named:
        return Place(Kind.source)
    if "://" in named:
        _check_address(named, by)
        return Place(Kind.mirror, named.rstrip("/"), by)
    if not Path(named).is_dir():
        hint = "Name a folder or an address with --from"
        raise NotFoundError(
            f"There is no folder {named}, which {by} names.",
            hint=f"{hint}." if given else f"{hint}, or unset {DATA} to ask the source.",
        )
    return Place(Kind.folder, named, by)


def _check_address(address: str, by: str) -> None:
    """Raise when an address is none that files can be asked for at."""
    try:
        parts = urlsplit(address)
        usable = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        usable = False
    if not usable or any(mark.isspace() for mark in address):
        raise InputError(
            f"{address}, which {by} names, is not the address of a mirror.",
            hint="It should look like https://example.org/corpora.",
        )


def check_served(source: PublicSource, corpus: PublicCorpus, place: Place) -> None:
    """Raise NotFoundError when no address serves a file of the corpus and no folder is named."""
    unserved = [file.path for file in corpus.files if not place.finds(source, file)]
    if unserved:
        raise NotFoundError(
            f"No address serves {unserved[0]}. {source.made} The original is at {source.address}.",
            hint=f"Name a folder or a mirror that has the table with --from, or in {DATA}.",
        )


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
    check_served(source, corpus, place)
    with TemporaryDirectory(prefix="textmine-") as draft:
        for done, file in enumerate(corpus.files):
            progress("getting files", done, len(corpus.files))
            target = Path(draft) / file.path
            target.parent.mkdir(parents=True, exist_ok=True)
            if place.kind is Kind.folder:
                downloaded = _in_folder(source, file, place)
            else:
                downloaded = _downloaded(source, file, place, cache)
            shutil.copyfile(downloaded, target)
            _check(target, file, str(downloaded))
        yield Path(draft) / corpus.path


def _in_folder(source: PublicSource, file: PublicFile, location: Place) -> Path:
    path = Path(location.finds(source, file))
    if not path.is_file():
        otherwise = f", or unset {DATA} to ask the source" if location.named_by == DATA else ""
        raise NotFoundError(
            f"{path} is not there.",
            hint=f"The folder of {location.named_by} must hold {file.path}{otherwise}.",
        )
    return path


def _check(path: Path, file: PublicFile, came_from: str) -> None:
    digest = sha256_of_file(path)
    if digest != file.sha256:
        raise InputError(
            f"{came_from} is not the file of the registry: its SHA-256 is {digest[:12]}…, and that "
            f"of {file.path} is {file.sha256[:12]}….",
            hint="It changed, or a part is missing: get it again, or import it with "
            "'textmine corpus import'.",
        )


def _downloaded(
    source: PublicSource, file: PublicFile, location: Place, cache: Path | None
) -> Path:
    """Return a file from the cache, or get it; it is checked before it is kept."""
    import pooch
    from requests.exceptions import RequestException

    address = location.finds(source, file)
    pooch.get_logger().setLevel(logging.WARNING)
    folder = (cache or Path(pooch.os_cache("textmine"))) / Path(file.path).parent
    try:
        path = pooch.retrieve(
            address,
            known_hash=f"sha256:{file.sha256}",
            fname=Path(file.path).name,
            path=folder,
            downloader=pooch.HTTPDownloader(timeout=_TIMEOUT),
        )
    except RequestException as error:
        raise StoreError(
            f"{address} could not be read: {_reason(error)}.", hint=_by_hand(source, file)
        ) from error
    except ValueError as error:
        raise InputError(
            f"What {address} sent is not the file of the registry (its SHA-256 should be "
            f"{file.sha256[:12]}…), and was not kept.",
            hint="Try again later, or get the file elsewhere and name its folder with --from.",
        ) from error
    except OSError as error:
        raise StoreError(
            f"Downloads cannot be kept in {folder}: {error.strerror or error}.",
            hint="Name a folder where you may write: --cache.",
        ) from error
    return Path(path)


def _by_hand(source: PublicSource, file: PublicFile) -> str:
    """Say how a file is got without this program."""
    address = source.address_of(file)
    if not address:
        return f"Name a folder that has {file.path} with --from."
    return f"Download {address} by hand into a folder as {file.path}, and name it with --from."


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
