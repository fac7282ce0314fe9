"""Run the command line with `python -m textmine`."""

import sys

from textmine.cli.main import run

sys.exit(run())
