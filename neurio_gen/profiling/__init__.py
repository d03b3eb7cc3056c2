"""Where the cost of an inference goes: by layer, by function, in instructions and cycles."""
