"""A recorded clip, from its path to its folder of files."""
