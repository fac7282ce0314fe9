"""Tests of textmine.stats."""
