"""Run the command line with `python -m textmine`."""

from textmine.cli.main import main

main()
