"""Who gets it. Pure."""
