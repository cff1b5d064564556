"""Record files: their formats, how rows are read and written, and outputs that appear complete or not at all."""
