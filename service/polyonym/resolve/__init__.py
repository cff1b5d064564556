"""A mention to a decision."""
