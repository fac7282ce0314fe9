"""Auto-coding: train on hand-coded documents, apply to new ones, evaluate."""

from typing import TYPE_CHECKING

from textmine.lazily import lazily

if TYPE_CHECKING:
    from textmine.classify.applying import apply_model, machine_codings
    from textmine.classify.evaluating.evaluating import Evaluation, evaluate_model
    from textmine.classify.features.blocks import BLOCKS
    from textmine.classify.machine_codes import MachineCodes
    from textmine.classify.scoring.scoring import gold_codes
    from textmine.classify.trained.model import CodingModel, load_model
    from textmine.classify.trained.training import train_model
else:
    __getattr__, __all__ = lazily(__name__)
