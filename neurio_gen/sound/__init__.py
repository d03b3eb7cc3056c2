"""Sound of the streaming test: recordings, features, and what detections are worth."""
