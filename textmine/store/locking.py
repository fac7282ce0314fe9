"""Locks of the operating system: they are let go when the process that holds them ends or dies.

A lock is a file. Who may change something holds its lock; others wait for it, one of them as the
next one, the others the longer the oftener they ask, so that who came first is mostly served first.
"""

import os
import random
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from textmine.errors import StoreError
from textmine.running import running_words

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

WAIT = 60.0
"""Seconds that a command waits for another one."""

_STEP, _NEXT_STEP = 0.02, 0.002
_FAR = 1 << 30
_ABANDONED = 24 * 3600
_OPEN: set[int] = set()


@contextmanager
def locked(path: Path, what: str, wait: float = WAIT) -> Iterator[None]:
    """Hold the lock `path`, which stands for `what`; raise StoreError after `wait` seconds.

    It is not to be taken twice by one command.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = _waited_for(path, what, wait)
    try:
        if os.fstat(descriptor).st_size:  # some file systems wait for the disk after a truncation
            os.truncate(path, 0)
        os.write(descriptor, f"{running_words()} (process {os.getpid()})".encode())
    except OSError:  # it is held all the same; only who holds it is not told
        pass
    try:
        yield
    finally:
        _give_back(path, descriptor)


@contextmanager
def locked_if_free(path: Path) -> Iterator[bool]:
    """Hold the lock `path` and yield True, or yield False where another process holds it."""
    descriptor = _taken(path)
    try:
        yield descriptor is not None
    finally:
        if descriptor is not None:
            _give_back(path, descriptor)


def made_and_held(path: Path, mode: int) -> int | None:
    """Make an empty file and hold it, so that others see that its writer lives; see `let_go`.

    On Windows, where a file that is held can be neither written nor moved, it is not held.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, mode)
    if sys.platform == "win32":
        os.close(descriptor)
        return None
    _OPEN.add(descriptor)
    _try(descriptor)
    return descriptor


def let_go(descriptor: int | None) -> None:
    """Hold a file no more."""
    if descriptor is not None:
        _OPEN.discard(descriptor)
        os.close(descriptor)


def is_abandoned(path: Path) -> bool:
    """Whether the writer of a draft is dead; where that cannot be seen, after a day."""
    try:
        if sys.platform == "win32":
            return time.time() - path.stat().st_mtime > _ABANDONED
        descriptor = os.open(path, os.O_RDONLY)
    except OSError:
        return False
    try:
        return _try(descriptor)
    finally:
        os.close(descriptor)


def _waited_for(path: Path, what: str, wait: float) -> int:
    """Return the lock, opened and held: whoever is next holds a second lock, and looks often.

    Who let the lock go and wants it again at once waits behind the others.
    """
    after = path.with_name(f"{path.name}.next")
    if not after.exists():
        descriptor = _taken(path)
        if descriptor is not None:
            return descriptor
    until = time.monotonic() + wait
    waiting_place = _looked_for(after, _STEP, until)
    try:
        descriptor = _looked_for(path, _NEXT_STEP, until) if waiting_place is not None else None
    finally:
        if waiting_place is not None:
            _give_back(after, waiting_place)
    if descriptor is None:
        raise StoreError(
            f"{what} is held by another command{_holder(path)}, for more than {wait:.0f} seconds.",
            hint="Wait until that one ends, and run this one again.",
        )
    return descriptor


def _looked_for(path: Path, step: float, until: float) -> int | None:
    """Return a lock when it is free, None where it is not in time."""
    begun = time.monotonic()
    while True:
        descriptor = _taken(path)
        now = time.monotonic()
        if descriptor is not None or now >= until:
            return descriptor
        time.sleep(random.uniform(0.5, 1.5) * step / (1 + now - begun))


def _taken(path: Path) -> int | None:
    """Return the lock, opened and held; None where it is not free."""
    descriptor = _opened(path)
    if not _try(descriptor):
        os.close(descriptor)
        return None
    with suppress(OSError):
        if os.path.samestat(os.fstat(descriptor), path.stat()):
            _OPEN.add(descriptor)
            return descriptor
    os.close(descriptor)  # it was let go, and taken away, while it was opened
    return None


def _opened(path: Path) -> int:
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    except PermissionError:
        if sys.platform == "win32" or not path.exists():
            raise
        return os.open(path, os.O_RDONLY)  # of another person, who shares the folder


def _try(descriptor: int) -> bool:
    try:
        if sys.platform == "win32":
            os.lseek(descriptor, _FAR, os.SEEK_SET)
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
            os.lseek(descriptor, 0, os.SEEK_SET)
        else:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True


def _give_back(path: Path, descriptor: int) -> None:
    if sys.platform != "win32":
        path.unlink(missing_ok=True)
    let_go(descriptor)
    if sys.platform == "win32":
        with suppress(OSError):
            path.unlink(missing_ok=True)


def _close_all() -> None:
    """Let a forked child hold nothing: its parent's locks must end with the parent."""
    while _OPEN:
        with suppress(OSError):
            os.close(_OPEN.pop())


def _holder(path: Path) -> str:
    try:
        return f": {path.read_text(encoding='utf-8')}"
    except (OSError, UnicodeDecodeError):
        return ""


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_close_all)
