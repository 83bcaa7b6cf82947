"""Watching as it happens: a camera, a session, and what it says and shows."""
