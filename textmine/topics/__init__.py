"""Themes: fit topics, place documents in them, measure and quote them."""

from textmine.topics.engines.engine import Engine, Fitted
from textmine.topics.engines.registry import ENGINES
from textmine.topics.fitting import TopicsView, TopicView, fit_topics, view_topics
from textmine.topics.judging.coherence import c_v, diversity, document_npmi
from textmine.topics.model import TopicModel, load_topic_model, place_units
from textmine.topics.reading.quotes import Quotation

__all__ = [
    "ENGINES",
    "Engine",
    "Fitted",
    "Quotation",
    "TopicModel",
    "TopicView",
    "TopicsView",
    "c_v",
    "diversity",
    "document_npmi",
    "fit_topics",
    "load_topic_model",
    "place_units",
    "view_topics",
]
