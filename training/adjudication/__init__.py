"""Adjudication: a third reader decides where annotation and reading differ, without knowing which is which."""
