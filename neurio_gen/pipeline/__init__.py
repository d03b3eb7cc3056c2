"""The stages composed: what `flash-and-run` and its parts do."""
