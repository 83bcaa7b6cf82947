"""The therapist's word on a result: kept in ``review.toml``, laid beside what was found."""
