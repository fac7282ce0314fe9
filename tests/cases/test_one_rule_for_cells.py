"""No module outside the room of cells says what a cell means."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import textmine

PACKAGE = Path(textmine.__file__).parent
WORDS = {"na", "n/a", "nan", "null", "none", "nil", "<na>"}
"""A set of two or more of these is a rule on missing words."""
_CUT = r"\[[^\]]*;[^\]]*\|"
_HINT = re.compile(rf"""(?i)["'](?:{"|".join(WORDS)}|yes)["']|{_CUT}""")
"""What a module has that is worth parsing: to parse all takes seconds."""

ALLOWED = {
    "corpus/reading/threads.py": "placeholders of a parent: -1 and 0 mean 'answers nobody' there",
}
MODULES = [path for path in sorted(PACKAGE.rglob("*.py")) if path.parent.name != "cells"]


def _rules(path: Path) -> list[str]:
    """Return what looks like a rule for cells: sets of missing words, of yes words, cuts at ;."""
    text = path.read_text(encoding="utf-8")
    if not _HINT.search(text):
        return []
    found = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, (ast.Set, ast.List, ast.Tuple)):
            said = {
                one.value.casefold()
                for one in node.elts
                if isinstance(one, ast.Constant) and isinstance(one.value, str)
            }
            if len(said & WORDS) >= 2:
                found.append(f"line {node.lineno} lists words for missing values")
            if {"yes", "true"} <= said or {"1", "x", "yes"} <= said:
                found.append(f"line {node.lineno} lists words for yes")
        if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            pattern = node.args[0].value
            cuts = isinstance(pattern, str) and re.search(_CUT, pattern)
            if cuts and getattr(node.func, "attr", "") == "split":
                found.append(f"line {node.lineno} cuts cells at marks")
    return found


def test_only_the_room_of_cells_has_a_rule_for_cells() -> None:
    found = {path.relative_to(PACKAGE).as_posix(): _rules(path) for path in MODULES}
    assert {name: rules for name, rules in found.items() if rules and name not in ALLOWED} == {}
