"""Words, before they mean anything: normalisation, romanisation, phonetic keys, roles."""
