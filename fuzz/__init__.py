"""Odd files thrown at the real commands: none may end in anything but an answer or one line."""
