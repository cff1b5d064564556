"""Words, before they mean anything: normalisation, romanisation, sound, roles."""
