"""Measuring: people seen become one person's angles, speeds and how sure they are."""
