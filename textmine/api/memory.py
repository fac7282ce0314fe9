"""Where texts are kept that estimators read: once for each text and way of reading."""

from __future__ import annotations

from textmine.nlp.cache import Memory

MEMORY = Memory()
"""Lets a grid search read no text twice. It changes no result; see `Memory`."""
