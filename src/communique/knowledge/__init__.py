"""What the reader knows beforehand: the codebook, actors, currencies and kinds of materiel.

Everything here is a table in a data file (CSV or YAML, with a ``source`` for each row or file) and a small typed loader
that builds its look-ups once. Nothing here reads articles, and nothing changes at run time.
"""
