"""Prevalence: shares of codes in a corpus, corrected for the machine's errors."""

from textmine.classify.prevalence.estimating import (
    estimate_prevalence,
    estimate_recorded,
    estimate_shares,
)
from textmine.classify.prevalence.recorded import recorded_machine
from textmine.classify.prevalence.result import (
    SHIFTED,
    CodePrevalence,
    GroupPrevalence,
    MethodShare,
    Prevalence,
    PrevalenceRequest,
    methods_of,
)
