"""Morphology: the forms that names take in sentences, by inflection and by affixes."""
