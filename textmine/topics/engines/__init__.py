"""Engines that find topics, behind one small protocol."""
