"""Compiling, keeping, opening and swapping snapshots: everything between the files and the value that is searched."""
