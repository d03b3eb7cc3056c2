"""The wire protocol: its words, declared once, and the client that speaks them."""
