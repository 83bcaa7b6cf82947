"""What was practised, day by day: kept in one SQLite file, without pictures."""
