"""What a check finds out about a corpus, and what a job needs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Finding:
    """One figure of a corpus: `value`, counted among `of` of a unit where it is a count.

    `advice` says what to do about it; without one there is nothing to do. `documents` are the
    places in the corpus of the documents that it is about.
    """

    area: str
    what: str
    value: int | float | str
    of: int | None = None
    unit: str = ""
    advice: str = ""
    documents: tuple[int, ...] = ()

    @property
    def share(self) -> float | None:
        """The value as a share of `of`, 0 to 1, or None where it is no count of a whole."""
        if not self.of or isinstance(self.value, str):
            return None
        return self.value / self.of


def as_finding(content: Mapping[str, Any]) -> Finding:
    """Return a finding that was written as JSON."""
    return Finding(**{**content, "documents": tuple(content["documents"])})


@dataclass(frozen=True)
class Job:
    """Something that can be done with a corpus: whether it has what that needs, and what to do.

    `has` is "yes", "partly" (it runs, and its result will be weak) or "no".
    """

    job: str
    needs: str
    has: str
    found: str
    advice: str = ""


def of_documents(
    area: str,
    what: str,
    places: Sequence[int],
    n: int,
    advice: str = "",
    ids: Sequence[str] = (),
    unit: str = "documents",
) -> Finding:
    """Return the finding that some of n documents are so; advice stands only where there are any.

    `ids` are the ids of all documents: the advice names the first three of those concerned.
    """
    named = ", ".join(ids[index] for index in places[:3]) if ids else ""
    more = ", …" if len(places) > 3 else ""
    hint = f"{advice} ({named}{more})" if advice and named else advice
    return Finding(area, what, len(places), n, unit, hint if places else "", tuple(places))
