"""What takes each step: tables, the annotated film, totals, the worst moments."""
