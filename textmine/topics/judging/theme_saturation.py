"""How many further documents or threads still bring a theme that was not there before."""

from dataclasses import dataclass

import numpy as np

from textmine.arrays import Floats, Ints
from textmine.stats.codes import saturation

_ORDERS = 500
_BASE, _RUN, _THRESHOLD = 4, 2, 0.05


@dataclass(frozen=True)
class ThemeSaturation:
    """The curve over clusters, and when two further ones bring at most 5 % of what four began with.

    In the curve clusters are the units, themes the codes. `once` themes are in a single cluster:
    more like them may be waiting.
    """

    curve: tuple[saturation.CodesSeen, ...]
    reached: saturation.SaturationOrders
    n_clusters: int
    n_themes: int
    once: int
    threshold: float


def theme_saturation(
    unit_topic: Floats, clusters: Ints, threshold: float = 0.3, seed: int = 0
) -> ThemeSaturation:
    """Count themes over random orders of whole clusters (threads, files).

    `unit_topic` is (n_units, n_topics); a theme is in a cluster when it has at least `threshold` of
    one of its units. That no new theme comes says nothing of themes that the model does not have.
    """
    _, places = np.unique(clusters, return_inverse=True)
    n = int(places.max()) + 1
    presence = np.zeros((n, unit_topic.shape[1]), dtype=np.int64)
    np.maximum.at(presence, places, (unit_topic >= threshold).astype(np.int64))
    curve = saturation.code_curve(presence, n_orders=_ORDERS, seed=seed)
    reached = saturation.saturation_over_orders(
        presence, _BASE, _RUN, _THRESHOLD, n_orders=_ORDERS, seed=seed
    )
    holders = presence.sum(axis=0)
    return ThemeSaturation(
        curve, reached, n, int((holders > 0).sum()), int((holders == 1).sum()), threshold
    )
