"""The office: queues, finding, confirming and correcting."""
