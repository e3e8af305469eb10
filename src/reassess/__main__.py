"""`python -m reassess` is the command line."""

from reassess.cli import main

main()
