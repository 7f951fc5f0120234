"""The roof: the only place that picks adapters, and the entry of each process."""
