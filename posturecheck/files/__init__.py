"""Whatever is written: whole or not at all, and for its owner's eyes."""
