"""Training: fits the weights that ship with the package, from pairs and lists of names."""
