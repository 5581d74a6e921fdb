"""`python -m helpers`: the same as the command `standpoints`."""

from helpers.cli import main

main()
