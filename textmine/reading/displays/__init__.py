"""Displays of codes: cases by codes, themes with findings, levels, time, actors, lineage."""
