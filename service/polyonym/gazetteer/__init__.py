"""Curated files to validated entities, and to problems with file, line, code and fix."""
