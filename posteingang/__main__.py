"""`python -m posteingang` is the command line."""

from posteingang.cli import main

main()
