"""How any request is read and answered: bodies, keys, problems, limits, and where the work runs."""
