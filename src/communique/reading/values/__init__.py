"""Values in running text: figures, sums of money, items, and what qualifies them. Nothing here knows of marks."""
