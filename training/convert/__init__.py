"""Data sets, each to training examples."""
