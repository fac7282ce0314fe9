"""Pure numbers: agreement of coders, scores of classifiers, and their intervals.

Arrays in, frozen dataclasses out; no files, no data frames. Codes are integer arrays of shape
(n_units, n_coders), the index of a category in the codebook, -1 where there is none.
"""

from typing import TYPE_CHECKING

from textmine.lazily import lazily

if TYPE_CHECKING:
    from textmine.stats.agreement.agreement_interval import agreement_interval, bootstrap_interval
    from textmine.stats.agreement.alpha import krippendorff_alpha, per_category
    from textmine.stats.agreement.kappas import (
        brennan_prediger,
        cohen_kappa,
        conger_kappa,
        fleiss_kappa,
        gwet_ac1,
        gwet_ac2,
        percent_agreement,
        scott_pi,
    )
    from textmine.stats.agreement.weights import linear_weights, ordinal_weights, quadratic_weights
    from textmine.stats.counts import binarise, codes_from_counts, codes_from_table
    from textmine.stats.intervals import (
        Interval,
        percentile_interval,
        t_interval,
        wilson_interval,
    )
    from textmine.stats.systems.confusion import confusion_matrix
    from textmine.stats.systems.scores import ClassificationScores, Score, classification_scores
    from textmine.stats.totals import Coefficient
else:
    __getattr__, __all__ = lazily(__name__)
