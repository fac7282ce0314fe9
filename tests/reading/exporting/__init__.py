"""Tests of codings as tables."""
