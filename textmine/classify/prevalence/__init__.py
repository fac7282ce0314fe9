"""Prevalence: shares of codes in a corpus, corrected for the machine's errors."""

from textmine.classify.prevalence.estimating import (
    estimate_prevalence,
    estimate_recorded,
    estimate_shares,
)
from textmine.classify.prevalence.recorded import RecordedMachine, recorded_machine
from textmine.classify.prevalence.result import (
    ASSUMPTIONS,
    METHODS,
    SAMPLED,
    SHIFTED,
    CodePrevalence,
    Difference,
    GroupPrevalence,
    MethodShare,
    Prevalence,
    PrevalenceRequest,
    methods_of,
)
