"""The limits a therapist can change, and the shipped TOML files of them."""
