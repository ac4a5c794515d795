"""How articles, readings, others' rows and decisions are written into the ledger, and linked as they are."""
