"""What the body is doing: technique, lift, task."""
