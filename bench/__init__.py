"""How fast and how large: one report on polyonym over lists of names that are made of real words.

`python -m bench` (or `make bench`) makes the lists, measures, and writes the report. Everything is measured from
outside, through the library and the command line, each size in a process of its own.
"""
