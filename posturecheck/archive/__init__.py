"""A folder of many results: read, shown on one page, deleted from."""
