"""What a sheet of a survey holds: its table, columns, scales and rows; then its responses or its tally."""
