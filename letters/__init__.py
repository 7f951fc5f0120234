"""The words of the trade. This room imports nothing of the house."""
