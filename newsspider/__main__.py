"""`python -m newsspider`."""

from newsspider.cli import main

if __name__ == "__main__":
    main(prog_name="newsspider")
