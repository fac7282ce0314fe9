"""Tests of textmine.store."""
