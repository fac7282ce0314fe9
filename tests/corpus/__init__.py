"""Tests of textmine.corpus."""
