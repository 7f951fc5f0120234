"""One page to words."""
