"""Themes: fit topics, place documents in them, measure and quote them."""

from typing import TYPE_CHECKING

from textmine.lazily import lazily

if TYPE_CHECKING:
    from textmine.topics.engines.registry import ENGINES
    from textmine.topics.fitting import fit_topics
    from textmine.topics.judging.coherence import c_v, diversity, document_npmi
    from textmine.topics.model import FittedTopics, load_topic_model, place_units
    from textmine.topics.naming.themes import load_themes
    from textmine.topics.placed import Placed, topic_and_model
    from textmine.topics.placing import place_corpus, place_documents
    from textmine.topics.reading.quotes import Quotation
    from textmine.topics.viewing import TopicsView, TopicView, view_placed
else:
    __getattr__, __all__ = lazily(__name__)
