"""The people's door: pages and a JSON API."""
