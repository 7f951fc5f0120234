"""Real parts: each fixture starts a real server on a free loopback port and stops it, by its process id, at the end."""
