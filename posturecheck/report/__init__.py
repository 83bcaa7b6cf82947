"""One page from plain data; knows only what it shows."""
