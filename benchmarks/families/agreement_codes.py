"""The interval of alpha of one code, by how often a coder gives it."""

from __future__ import annotations

from families.agreement import Setting, run
from families.family import Family

GRID = tuple(
    Setting(n, coders, alpha, (1 - share, share), threads=threads, code=1)
    for threads, sizes in ((False, (60, 200, 500)), (True, (30, 100)))
    for coders in (2, 3)
    for alpha in (0.5, 0.9)
    for share in (0.02, 0.05, 0.2)
    for n in sizes
)
FAMILY = Family(
    "agreement_codes", grid=GRID, quick=(GRID[3], GRID[7], GRID[-1]), run=run, n=1000, n_quick=150
)
