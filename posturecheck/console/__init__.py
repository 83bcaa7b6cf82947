"""What strangers wrote, and the one way to the terminal."""
