"""Typed settings and the organisation's own files."""
