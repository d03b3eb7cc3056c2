"""Child processes. A worker is one that answers; it belongs to who starts it, and ends with it."""
