"""What to say, when, and with what effect."""
