"""Keeps the catalogues: finds every text, writes the template, compiles what was translated.

Never needed to use posturecheck; ``docs/translating.md`` shows the way.
"""
