"""The voice: a chime and a few words, without any network."""
