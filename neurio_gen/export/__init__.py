"""A model as a library for other people's projects."""
