"""One place to begin: the page of the icon, its settings, and what runs behind it."""
