"""What the user asks for when documents are drawn, and what cannot be asked for."""

from __future__ import annotations

from dataclasses import dataclass

from textmine.choices import Allocation
from textmine.errors import UsageError

LEAST_RANDOM = 0.3
"""The share of a draw that chance takes, at the least, when a model chooses the rest."""


@dataclass(frozen=True)
class SampleRequest:
    """What the user asked for: exactly one of `n`, `share` (0 to 1) and `everything`.

    `by` names what is stratified by, `where` the population, `shared` the share of the drawn
    documents that every coder gets (None: all of them). `again` names the coder who is to code
    documents a second time, without seeing what she said. `active` names the model that chooses
    documents beside the random ones, which are `random_share` of the draw.
    """

    corpus: str
    n: int | None = None
    share: float | None = None
    everything: bool = False
    by: tuple[str, ...] = ()
    allocation: Allocation = "proportional"
    model: str | None = None
    where: tuple[str, ...] = ()
    coders: tuple[str, ...] = ()
    shared: float | None = None
    again: str | None = None
    include_coded: bool = False
    name: str | None = None
    seed: int | None = None
    active: str | None = None
    random_share: float | None = None


def refuse_unclear(request: SampleRequest) -> None:
    """Raise UsageError for a request that means nothing, or two things."""
    asked = [request.n is not None, request.share is not None, request.everything]
    if sum(asked) != 1:
        raise UsageError(
            f"It is not clear how many documents to draw: got {sum(asked)} of --n, --share and "
            "--all.",
            hint="Give one of them.",
        )
    if request.n is not None and request.n < 1:
        raise UsageError(f"--n must be 1 or more. Got {request.n} instead.")
    if request.share is not None and not 0 < request.share <= 1:
        raise UsageError(f"--share must be above 0 and at most 1. Got {request.share} instead.")
    _refuse_coders(request)
    if request.again is not None and (request.coders or request.include_coded):
        raise UsageError(
            "--again draws for one coder what she has coded.",
            hint="Leave --coders and --include-coded out.",
        )
    _refuse_choice(request)


def _refuse_coders(request: SampleRequest) -> None:
    if request.shared is not None and not 0 <= request.shared <= 1:
        raise UsageError(f"--shared must be in [0, 1]. Got {request.shared} instead.")
    if request.shared is not None and len(request.coders) < 2:
        raise UsageError(
            "--shared is the part that several coders have in common. You named fewer than two.",
            hint="Name them: --coders ann,bob.",
        )
    folded = [coder.casefold() for coder in request.coders]
    for coder in request.coders:
        if not coder.strip() or folded.count(coder.casefold()) > 1:
            raise UsageError(
                f"Coder '{coder}' is there twice or has no name.", hint="Name each coder once."
            )


def _refuse_choice(request: SampleRequest) -> None:
    share = request.random_share
    if request.active is None:
        if share is not None:
            raise UsageError(
                "--random-share has no meaning where no model chooses.",
                hint="Name a model with --active, or leave it out.",
            )
        return
    if request.again is not None or request.everything:
        raise UsageError(
            "--active lets a model choose what people code next.",
            hint="Say with --n or --share how many; leave --all and --again out.",
        )
    if share is not None and not LEAST_RANDOM <= share < 1:
        raise UsageError(
            f"--random-share must be in [{LEAST_RANDOM}, 1). Got {share} instead. A model "
            "chooses its hard cases: only documents that chance took give shares and scores. "
            f"With less than {100 * LEAST_RANDOM:.0f} % of them there are too few.",
            hint="Leave it out, or draw without --active for random documents alone.",
        )
