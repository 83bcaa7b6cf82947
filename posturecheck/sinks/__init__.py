"""What takes each step: tables, the annotated video, the report."""
