"""Turns the catalogue in ``src/data`` into everything of this project that is generated."""
