"""What records tell together: events of their reports, threads of their commitments, sums, days due, contradictions."""
