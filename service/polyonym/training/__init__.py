"""Fitting what ships as weights, from pairs and alias lists that may be used for it."""
