"""Facts: dates, deadlines, amounts, references."""
