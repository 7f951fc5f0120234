"""The tests, room by room; tests/parts starts the real servers that they need."""
