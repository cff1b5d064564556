"""The value that is searched: what a snapshot holds, as arrays, and how it is made of entities."""
