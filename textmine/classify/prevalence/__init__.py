"""Prevalence: shares of codes in a corpus, corrected for the machine's errors."""

from textmine.classify.prevalence.estimating import estimate_prevalence
from textmine.classify.prevalence.request import ASSUMPTIONS, PrevalenceRequest, methods_of
from textmine.classify.prevalence.result import (
    METHODS,
    SAMPLED,
    SHIFTED,
    CodePrevalence,
    Difference,
    GroupPrevalence,
    MethodShare,
    Prevalence,
)

__all__ = [
    "ASSUMPTIONS",
    "METHODS",
    "SAMPLED",
    "SHIFTED",
    "CodePrevalence",
    "Difference",
    "GroupPrevalence",
    "MethodShare",
    "Prevalence",
    "PrevalenceRequest",
    "estimate_prevalence",
    "methods_of",
]
