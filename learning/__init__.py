"""Teaches posturecheck the angles that geometry cannot know: rendered people to a model file.

Never needed to use posturecheck; see README.md here for what to install.
"""
