"""The page on which a therapist says what of a result holds."""
