"""Rendered people doing daily tasks in a home, with every joint angle known.

Makes ``samples/`` and the training data. Never needed to use posturecheck; see README.md
here for what to install.
"""
