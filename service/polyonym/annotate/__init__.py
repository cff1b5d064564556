"""A text to the names in it, and which entities they mean."""
