"""How likely codes are to stand in an interview: many shapes that a codebook may have."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from textmine.arrays import Floats

_LEAST, _MOST, _NODES = 1e-5, 0.995, 240


@dataclass(frozen=True)
class Incidence:
    """Shapes of the distribution of codes' chances, (n_shapes, n_nodes), and how likely before.

    A row of `weights` is one shape: how many of the codes stand in an interview with the chance of
    each node. `log_prior` (n_shapes,) gives each of the three families the same weight.
    """

    nodes: Floats
    weights: Floats
    log_prior: Floats

    def absent(self, n_units: Floats) -> Floats:
        """Return the chance that a code is in none of so many units, (n_shapes, n_counts)."""
        return np.asarray(self.weights @ np.exp(np.outer(np.log1p(-self.nodes), n_units)))

    def log_counts(self, n_units: int) -> Floats:
        """Return the log chance that a code is in 0, 1 ... of units, (n_shapes, n_units + 1)."""
        from scipy.special import gammaln

        k = np.arange(n_units + 1)
        of_nodes = (
            gammaln(n_units + 1)
            - gammaln(k + 1)
            - gammaln(n_units - k + 1)
            + np.outer(np.log(self.nodes), k)
            + np.outer(np.log1p(-self.nodes), n_units - k)
        )
        return np.asarray(np.log(np.maximum(self.weights @ np.exp(of_nodes), 1e-300)))


@lru_cache(maxsize=1)
def incidence_shapes() -> Incidence:
    """Return shapes of three families: beta, logit-normal, and power laws between two limits.

    Beta (a .2 to 20, centred on 1 with a log error of .5: without it, codes that nobody can find
    are as likely as not; b .3 to 300) is that of Dorazio & Royle (2003), Mixture models for
    estimating the size of a closed population when capture rates vary among individuals; logit
    normal (mean -5 to 1.5, deviation .05 to 3, half normal), Coull & Agresti (1999). Which family
    is true cannot be told from counts (Link 2003, Nonidentifiability of population size), so all
    three are kept and weighed by the counts.
    """
    from scipy.special import expit, logit

    nodes = expit(np.linspace(logit(_LEAST), logit(_MOST), _NODES))
    log_p, log_q = np.log(nodes), np.log1p(-nodes)
    families = [_beta(log_p, log_q), _logit_normal(log_p - log_q), _power(log_p, log_q)]
    return Incidence(
        nodes,
        np.vstack([_normed(log_shape) for log_shape, _ in families]),
        np.concatenate([prior - np.log(np.exp(prior).sum()) for _, prior in families]),
    )


def _normed(log_weights: Floats) -> Floats:
    weights = np.exp(log_weights - log_weights.max(axis=1, keepdims=True))
    return np.asarray(weights / weights.sum(axis=1, keepdims=True))


def _grid(*axes: Floats) -> list[Floats]:
    return [axis_grid.reshape(-1, 1) for axis_grid in np.meshgrid(*axes, indexing="ij")]


def _beta(log_p: Floats, log_q: Floats) -> tuple[Floats, Floats]:
    a, b = _grid(np.geomspace(0.2, 20, 22), np.geomspace(0.3, 300, 26))
    # Nodes are even on the logit scale, where the density is p^a q^b.
    return a * log_p + b * log_q, (-2 * np.log(a) ** 2).ravel()


def _logit_normal(logits: Floats) -> tuple[Floats, Floats]:
    mean, deviation = _grid(np.linspace(-5, 1.5, 27), np.linspace(0.05, 3, 14))
    return -(((logits - mean) / deviation) ** 2) / 2, (-(deviation**2) / 2).ravel()


def _power(log_p: Floats, log_q: Floats) -> tuple[Floats, Floats]:
    low, high, power = _grid(
        np.log(np.geomspace(0.002, 0.3, 16)),
        np.log(np.geomspace(0.05, 0.95, 14)),
        np.array([0.0, 1.0]),
    )
    ordered = (low < high - 0.1).ravel()
    low, high, power = low[ordered], high[ordered], power[ordered]
    inside = (log_p >= low - 0.1) & (log_p <= high + 0.1)
    return np.where(inside, log_q - power * log_p, -np.inf), np.zeros(len(low))
