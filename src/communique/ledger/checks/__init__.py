"""Whether a ledger is whole: its tables and columns, its spans in their texts, and what is kept beside the records."""
