"""Tests of textmine.config."""
