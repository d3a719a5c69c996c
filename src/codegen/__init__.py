"""Generates Python modules from the catalogue in ``src/data``."""
