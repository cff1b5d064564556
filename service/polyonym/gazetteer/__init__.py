"""Curated files to an immutable snapshot."""
