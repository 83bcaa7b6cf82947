"""The local page: served on 127.0.0.1 only, behind a token; the session lives elsewhere."""
