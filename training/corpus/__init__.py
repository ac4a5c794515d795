"""The corpus: the format of its passages, what they must satisfy, what is in it."""
