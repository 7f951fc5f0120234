"""Tables, work, letters, queue items, events, files: the only room that speaks SQL."""
