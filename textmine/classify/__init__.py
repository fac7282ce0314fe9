"""Auto-coding: train on hand-coded documents, apply to new ones, evaluate."""

from textmine.classify.applying import Prediction, apply_model, machine_codings
from textmine.classify.candidates import BLOCKS, CANDIDATES
from textmine.classify.evaluating import Evaluation, evaluate_model
from textmine.classify.gold import GoldCodes, gold_codes
from textmine.classify.model import CodingModel, load_model
from textmine.classify.training import DimensionReport, TrainingReport, train_model

__all__ = [
    "BLOCKS",
    "CANDIDATES",
    "CodingModel",
    "DimensionReport",
    "Evaluation",
    "GoldCodes",
    "Prediction",
    "TrainingReport",
    "apply_model",
    "evaluate_model",
    "gold_codes",
    "load_model",
    "machine_codings",
    "train_model",
]
