"""The documents as a site: the same Markdown as in the repository, and a reference beside it."""
