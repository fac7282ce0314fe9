"""Tests of textmine, in the tree of the package."""
