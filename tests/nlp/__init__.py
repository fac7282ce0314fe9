"""Tests of textmine.nlp."""
