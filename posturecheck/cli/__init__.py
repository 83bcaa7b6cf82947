"""The command line: every command, and the only place that knows typer."""
