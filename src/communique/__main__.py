"""`python -m communique` is the command `communique`."""

from communique.cli import main

if __name__ == "__main__":
    main(prog_name="communique")
