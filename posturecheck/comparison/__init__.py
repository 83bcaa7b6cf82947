"""Two results of one person's task, before and after: read, matched, told apart, one page."""
