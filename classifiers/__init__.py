"""Words to meaning: topic, sender type, sender and facts. Pure."""
