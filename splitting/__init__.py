"""Pages to letters. Pure."""
