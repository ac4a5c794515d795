"""The command line: one file per command group."""

from communique.cli.main import main

__all__ = ["main"]
