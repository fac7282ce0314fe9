"""Tests of textmine.codebook."""
