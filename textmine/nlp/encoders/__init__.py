"""Encoders of sentences: texts in, vectors out, on this computer alone."""

from textmine.nlp.encoders.by_meaning import TextMeaning, text_meaning
from textmine.nlp.encoders.embedding import embed_texts
from textmine.nlp.encoders.encoder import Encoder, Vectors
from textmine.nlp.encoders.registry import MEANING, MINILM, choose_encoder
from textmine.nlp.encoders.transformer import Transformer, choose_transformer
from textmine.nlp.encoders.universal import universal_encoder
