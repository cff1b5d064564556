"""Two prepared names and a model give a probability and its evidence."""
