"""Two names judged by themselves: whether one entity could bear both."""
