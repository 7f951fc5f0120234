"""The machines' door: the way of a letter, step by step."""
