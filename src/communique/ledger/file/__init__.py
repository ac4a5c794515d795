"""The ledger's file: opened, checked, brought up to date; SQLite's errors in our words; readings packed."""
