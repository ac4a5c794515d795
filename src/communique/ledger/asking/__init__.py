"""Questions to the ledger: filters, the conditions they stand for, the plan of the answer, and why it is so."""
