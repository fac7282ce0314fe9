"""Words for the size of an agreement coefficient, chosen by probability and not by its value."""

from dataclasses import dataclass

import numpy as np

from textmine.errors import InputError, did_you_mean
from textmine.stats.intervals import check_level

LOWEST, HIGHEST = -1.0, 1.0

# The name of each band and where it begins, from the top. A band ends where the one above begins.
SCALES: dict[str, tuple[tuple[str, float], ...]] = {
    # Landis and Koch (1977), The measurement of observer agreement for categorical data.
    "landis-koch": (
        ("almost perfect", 0.8),
        ("substantial", 0.6),
        ("moderate", 0.4),
        ("fair", 0.2),
        ("slight", 0.0),
        ("poor", LOWEST),
    ),
    # Altman (1991), Practical Statistics for Medical Research.
    "altman": (
        ("very good", 0.8),
        ("good", 0.6),
        ("moderate", 0.4),
        ("fair", 0.2),
        ("poor", LOWEST),
    ),
    # Fleiss (1981), Statistical Methods for Rates and Proportions, 2nd edition.
    "fleiss": (("excellent", 0.75), ("intermediate to good", 0.4), ("poor", LOWEST)),
    # Krippendorff (2004), Reliability in content analysis, on conclusions from the data.
    "krippendorff": (
        ("reliable", 0.8),
        ("tentative conclusions only", 0.667),
        ("not to be relied on", LOWEST),
    ),
}


@dataclass(frozen=True)
class Band:
    """One band of a scale: low <= value < high (the highest band holds 1 too).

    `probability` is that of the true coefficient lying in the band, `cumulative` that of its
    lying in this band or a higher one, both 0 to 1.
    """

    name: str
    low: float
    high: float
    probability: float
    cumulative: float


@dataclass(frozen=True)
class ScaleWords:
    """The bands of a scale from the top, and the highest that the coefficient surely reaches.

    `chosen` is the highest band whose cumulative probability is `level` or more, None when there
    is no coefficient or no standard error, and `reason` then says why. `at_value` is the name of
    the band that holds the estimate itself, which its error can easily move: do not report it
    alone.
    """

    scale: str
    value: float
    standard_error: float
    level: float
    bands: tuple[Band, ...]
    chosen: Band | None
    at_value: str
    reason: str = ""


def benchmark_probabilities(
    value: float,
    standard_error: float,
    scale: str = "landis-koch",
    level: float = 0.95,
    *,
    error_above: float | None = None,
) -> ScaleWords:
    """Compute how probable each band of a scale is, and choose the band to report.

    The true coefficient is taken to be normal around `value` (-1 to 1), cut at -1 and 1; with
    `error_above` of another width above the value than below it, as its interval is. `scale`
    is a name of SCALES. A value or error of nan gives no band, with a reason. Raises `InputError`
    for an unknown scale, a value outside -1 to 1 and a negative error. Source: Gwet (2014),
    Handbook of Inter-Rater Reliability, 4th edition, chapter 6; the figures are those that the
    package irrCAC prints for .67 and .15 on Altman's scale.

    >>> result = benchmark_probabilities(0.67, 0.15, "altman")
    >>> [round(band.cumulative, 5) for band in result.bands]
    [0.18168, 0.67511, 0.96356, 0.99912, 1.0]
    >>> result.chosen.name, result.at_value
    ('moderate', 'good')
    """
    if scale not in SCALES:
        raise InputError(f"There is no scale '{scale}'.", hint=did_you_mean(scale, SCALES))
    level = check_level(level)
    if value < LOWEST or value > HIGHEST:
        raise InputError(f"The 'value' of a coefficient must be -1 to 1. Got {value}.")
    above = standard_error if error_above is None else error_above
    if min(standard_error, above) < 0:
        raise InputError(f"The 'standard_error' must be 0 or more. Got {standard_error}.")
    names, lows = zip(*SCALES[scale], strict=True)
    highs = (HIGHEST, *lows[:-1])
    at_value = next((name for name, low in SCALES[scale] if value >= low), "")
    if np.isfinite(value) and np.isfinite(standard_error):
        errors = (float(standard_error), float(above))
        cumulative = [_above(low, float(value), errors) for low in lows[:-1]] + [1.0]
        reason = ""
    else:
        cumulative = [np.nan] * len(lows)
        reason = "There is no value or no standard error."
    shares = np.diff([0.0, *cumulative])
    bands = tuple(
        Band(name, low, high, float(share), float(above))
        for name, low, high, share, above in zip(
            names, lows, highs, shares, cumulative, strict=True
        )
    )
    chosen = next((band for band in bands if band.cumulative >= level), None)
    return ScaleWords(
        *(scale, float(value), float(standard_error), level, bands, chosen, at_value), reason=reason
    )


def _above(low: float, value: float, errors: tuple[float, float]) -> float:
    """Return the probability of `low` or more, of a normal with two errors cut at -1 and 1."""
    # scipy.stats takes a second to import; this does not.
    from scipy.special import ndtr

    def more(limit: float) -> float:
        error = errors[0] if limit < value else errors[1]
        return float(ndtr((value - limit) / error)) if error > 0 else float(value >= limit)

    lowest, this = more(LOWEST), more(low)
    highest = more(HIGHEST) if errors[1] > 0 else 0.0
    return (this - highest) / (lowest - highest)
