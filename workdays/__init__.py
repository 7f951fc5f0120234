"""Holidays, working days, and counting by the civil code."""
