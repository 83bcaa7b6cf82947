"""Where frames come from. A source is any iterable of Frame, in rising time."""
