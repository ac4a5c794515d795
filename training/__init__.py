"""How the reader is made and measured; see training/README.md."""
