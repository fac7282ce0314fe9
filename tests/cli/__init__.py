"""Tests of textmine.cli."""
