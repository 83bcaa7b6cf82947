"""The same work on many machines, through Dask; an extra: ``posturecheck[cluster]``."""
