"""Forms that words take in sentences: endings, and small words that are written to names."""
