"""Records in full, as exports and pages show them: parties with names and sectors, days, places, sentences."""
