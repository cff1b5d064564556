"""Record files: which formats there are, how rows are read and written, and an output that is whole or not there."""
