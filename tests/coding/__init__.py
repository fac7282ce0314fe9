"""Tests of textmine.coding."""
