"""What people decided about records, and who or which record they mean by a name or the beginning of an id."""
