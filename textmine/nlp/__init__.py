"""From texts to columns: cleaning, spaCy, tokens, linguistic rates."""

from textmine.nlp.clean import CLEANING_STEPS, clean_text
from textmine.nlp.pipeline import LAYERS, ModelChoice, choose_model, load_pipeline
from textmine.nlp.prepare import Prepared, default_layers, prepare_texts
