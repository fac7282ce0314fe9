"""Prevalence: shares of codes in a corpus, corrected for the machine's errors."""

from textmine.classify.prevalence.estimating import (
    estimate_prevalence,
    estimate_recorded,
    estimate_shares,
)
from textmine.classify.prevalence.recorded import RecordedMachine, recorded_machine
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
    "RecordedMachine",
    "estimate_prevalence",
    "estimate_recorded",
    "estimate_shares",
    "methods_of",
    "recorded_machine",
]
