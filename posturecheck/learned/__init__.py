"""The learned estimate: what the body's points say where geometry cannot know."""
