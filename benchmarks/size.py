"""How large and how repetitive the code is, beside what it was before it was made simple.

    .venv/bin/python benchmarks/size.py [--tree textmine] [--names]

Everything is counted in the files *.py of the folder, by their syntax trees:

- lines: all of them, blank ones too, in all and by room (a folder below the top).
- import_share: lines of `import` statements and of `__all__`, of all lines.
- result_tellings: functions and methods that put a result into rows or words by hand: whose name
  is or ends in _row or _rows (rows of files that are read or checked left out: names that begin
  with read, check, write, to, bad, as or find), or begins with print_, say_ or shown_, with or
  without an underscore before it. A name is all that is looked at; --names lists them.
- options_declared: declarations of an option of a command (an `Annotated` with a text, its help,
  or a call that is not typer.Argument, in a signature or with a name of its own) whose parameter
  has another declaration somewhere: what could be written once. A declaration with a name belongs
  to all parameters that are annotated with it, or listed with it in the table of shared options.
- folds_of_codings: functions outside coding/statements.py and coding/codings.py that go through
  codings and build a mapping from documents by hand: in a loop or comprehension over x they fill
  what has x.document as its key, alone or with others (a subscript that is assigned to or whose
  method is called, setdefault, a mapping written out), and read x.code, x.codes or x.dimension. A
  key that is put together in a line of its own is missed; other records than codings that have a
  document and a code are counted.
- arrows_up: the files and folders right below a room are laid in that order in which the fewest
  of the imports between them (each pair counted once; `__init__.py` left out) run upwards; these
  are counted. 0 means that every room has an order that all of its imports keep.
"""

from __future__ import annotations

import ast
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from pathlib import Path

from options import options_of

Function = ast.FunctionDef | ast.AsyncFunctionDef
LOOPS = (ast.For, ast.comprehension)
FOLDING = (Path("coding/statements.py"), Path("coding/codings.py"))
TELLING = re.compile(r"^_?(print|say|shown)(_|$)|(^|_)rows?$")
NO_TELLING = re.compile(r"^_?(read|check|write|to|bad|as|find)_")
BEFORE = {
    "cli": 7461,
    "report": 2990,
    "stats": 8375,
    "corpus": 10911,
    "classify": 8526,
    "coding": 6204,
    "topics": 6015,
    "privacy": 2914,
    "codebook": 1856,
    "nlp": 1321,
    "checking": 1243,
    "benchmark": 1029,
}
"""Lines of each room at the review that led to the redesign; store, config and root were 957."""
WANTED = {
    "cli": 4200,
    "report": 1900,
    "stats": 7400,
    "corpus": 8800,
    "classify": 7400,
    "coding": 4900,
    "topics": 5000,
    "privacy": 2700,
    "codebook": 1600,
    "nlp": 1250,
    "checking": 900,
    "benchmark": 900,
}
"""What that review holds for enough."""
REST, REST_BEFORE, REST_WANTED = "other", 957, 1600
ALL_BEFORE, ALL_WANTED, FILES_BEFORE, IMPORTS_BEFORE = 59802, 48550, 535, 6218


@dataclass(frozen=True)
class Module:
    """A file: its path below the tree, and what stands in it."""

    path: Path
    text: str

    @property
    def room(self) -> str:
        """The folder below the top in which it lies; "" at the top."""
        return self.path.parts[0] if len(self.path.parts) > 1 else ""

    @property
    def name(self) -> tuple[str, ...]:
        """The parts of its name below the package, without __init__."""
        parts = self.path.with_suffix("").parts
        return parts[:-1] if parts[-1] == "__init__" else parts

    @property
    def lines(self) -> int:
        """How many lines it has."""
        return len(self.text.splitlines())

    @cached_property
    def nodes(self) -> list[ast.AST]:
        """Everything in its syntax tree."""
        return list(ast.walk(ast.parse(self.text)))

    @property
    def functions(self) -> Iterator[Function]:
        """Its functions and methods."""
        return (node for node in self.nodes if isinstance(node, Function))


def main() -> None:
    parser = options_of(__doc__)
    parser.add_argument("--tree", type=Path, default=Path(__file__).parents[1] / "textmine")
    parser.add_argument("--names", action="store_true", help="list what was counted")
    given = parser.parse_args()
    modules = [
        Module(path.relative_to(given.tree), path.read_text(encoding="utf-8"))
        for path in sorted(given.tree.rglob("*.py"))
    ]
    lines = sum(module.lines for module in modules)
    print_rooms(modules)
    counted = {
        "result_tellings": list(tellings(modules)),
        "options_declared": list(repeated_options(modules)),
        "folds_of_codings": list(folds(modules)),
        "arrows_up": list(arrows_up(modules, given.tree.name)),
    }
    imports = sum(import_lines(module) for module in modules)
    print(f"imports and __all__: {imports:,} lines; before {IMPORTS_BEFORE:,}")
    for what, found in counted.items():
        print(f"{what}: {len(found):,}")
        for one in found if given.names else ():
            print(f"    {one}")
    shares = {"import_share": round(imports / lines, 4)}
    figures = {what: len(found) for what, found in counted.items()}
    print(json.dumps({"lines": lines, "files": len(modules)} | shares | figures))


def print_rooms(modules: Iterable[Module]) -> None:
    """Print lines by room, beside those before and those wanted."""
    rooms: dict[str, list[int]] = defaultdict(list)
    for module in modules:
        rooms[module.room if module.room in BEFORE else REST].append(module.lines)
    print(f"{'room':<12}{'lines':>8}{'before':>8}{'wanted':>8}{'files':>7}")
    for room in (*BEFORE, *(sorted(rooms.keys() - BEFORE.keys()))):
        before, wanted = BEFORE.get(room, REST_BEFORE), WANTED.get(room, REST_WANTED)
        print(f"{room:<12}{sum(rooms[room]):>8,}{before:>8,}{wanted:>8,}{len(rooms[room]):>7,}")
    every = list(chain.from_iterable(rooms.values()))
    print(f"{'all':<12}{sum(every):>8,}{ALL_BEFORE:>8,}{ALL_WANTED:>8,}{len(every):>7,}")
    print(f"files before: {FILES_BEFORE:,}; 'other' is store, config, present and the root")


def import_lines(module: Module) -> int:
    """Return how many lines imports and `__all__` take."""
    return sum(
        (node.end_lineno or node.lineno) - node.lineno + 1
        for node in module.nodes
        if isinstance(node, (ast.Import, ast.ImportFrom)) or _is_all(node)
    )


def _is_all(node: ast.AST) -> bool:
    return isinstance(node, ast.Assign) and any(
        isinstance(target, ast.Name) and target.id == "__all__" for target in node.targets
    )


def tellings(modules: Iterable[Module]) -> Iterator[str]:
    """Yield the functions that tell a result by hand."""
    for module in modules:
        for function in module.functions:
            if TELLING.search(function.name) and not NO_TELLING.search(function.name):
                yield f"{module.path}:{function.lineno} {function.name}"


def repeated_options(modules: Iterable[Module]) -> Iterator[str]:
    """Yield the declarations of options whose parameter has several."""
    inline: list[tuple[str, str]] = []
    named: dict[str, str] = {}
    uses: dict[str, set[str]] = defaultdict(set)
    for module in (module for module in modules if module.room == "cli"):
        for node in module.nodes:
            where = f"{module.path}:{getattr(node, 'lineno', 0)}"
            if isinstance(node, ast.Assign) and _declares(node.value):
                named |= {t.id: where for t in node.targets if isinstance(t, ast.Name)}
            elif isinstance(node, ast.arg) and _declares(node.annotation):
                inline.append((node.arg, where))
            elif isinstance(node, ast.arg) and node.annotation is not None:
                uses[ast.unparse(node.annotation).split(".")[-1]].add(node.arg)
            elif isinstance(node, ast.Dict):
                for key, value in zip(node.keys, node.values, strict=True):
                    if isinstance(key, ast.Constant) and isinstance(value, ast.Tuple):
                        uses[ast.unparse(value.elts[0])].add(str(key.value))
    declared: dict[str, set[str]] = defaultdict(set)
    for parameter, where in chain(
        inline, ((use, where) for name, where in named.items() for use in uses[name])
    ):
        declared[parameter].add(where)
    several = {name: places for name, places in declared.items() if len(places) > 1}
    yield from sorted({f"{place} {name}" for name, places in several.items() for place in places})


def _declares(node: ast.AST | None) -> bool:
    """Whether it is an `Annotated` that makes an option."""
    if not (isinstance(node, ast.Subscript) and ast.unparse(node.value) == "Annotated"):
        return False
    extras = node.slice.elts[1:] if isinstance(node.slice, ast.Tuple) else []
    calls = [ast.unparse(one.func) for one in extras if isinstance(one, ast.Call)]
    text = any(isinstance(one, ast.Constant) and isinstance(one.value, str) for one in extras)
    return text or any(call != "typer.Argument" for call in calls)


def folds(modules: Iterable[Module]) -> Iterator[str]:
    """Yield the functions that fold codings into document -> codes by hand."""
    for module in modules:
        if module.path in FOLDING:
            continue
        for function in module.functions:
            inside = list(ast.walk(function))
            over = {
                node.target.id
                for node in inside
                if isinstance(node, LOOPS) and isinstance(node.target, ast.Name)
            }
            if any(_is_folded(name, inside) for name in over):
                yield f"{module.path}:{function.lineno} {function.name}"


def _is_folded(name: str, inside: Iterable[ast.AST]) -> bool:
    """Whether x.document is a key of what is filled, and the code or dimension of x is read."""
    keys = {ast.unparse(key) for node in inside for key in _keys(node)}
    read = {
        node.attr
        for node in inside
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == name
    }
    return f"{name}.document" in keys and bool(read & {"code", "codes", "dimension"})


def _keys(node: ast.AST) -> Iterator[ast.AST]:
    """Yield the keys of what a node fills."""
    key: ast.AST | None = None
    if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store):
        key = node.slice
    elif isinstance(node, ast.DictComp):
        key = node.key
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        if node.func.attr == "setdefault" and node.args:
            key = node.args[0]
        elif isinstance(node.func.value, ast.Subscript):
            key = node.func.value.slice
    if key is not None:
        yield from key.elts if isinstance(key, ast.Tuple) else [key]


def arrows_up(modules: Iterable[Module], package: str) -> Iterator[str]:
    """Yield the imports between the parts of a room that run up in its best order."""
    arrows: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for module in modules:
        if len(module.name) < 2:
            continue
        room, part = module.name[:2]
        for node in module.nodes:
            if isinstance(node, ast.ImportFrom) and not node.level and node.module:
                names = node.module.split(".")
                if names[:2] == [package, room] and len(names) > 2 and names[2] != part:
                    arrows[room].add((part, names[2]))
    for room, found in sorted(arrows.items()):
        for circle in _circles(found):
            inside = {arrow for arrow in found if set(arrow) <= circle}
            for upper, lower in sorted(_running_up(inside, sorted(circle))):
                yield f"{room}: {upper} imports {lower}"


def _circles(arrows: set[tuple[str, str]]) -> list[set[str]]:
    """Return the largest sets of parts of which each reaches each other."""
    below: dict[str, set[str]] = defaultdict(set)
    for upper, lower in arrows:
        below[upper].add(lower)

    def reached(start: str) -> set[str]:
        seen: set[str] = set()
        todo = [start]
        while todo:
            fresh = below[todo.pop()] - seen
            seen |= fresh
            todo += fresh
        return seen

    parts = sorted({part for arrow in arrows for part in arrow})
    reach = {part: reached(part) for part in parts}
    circles = {
        frozenset(one for one in reach[part] if part in reach[one])
        for part in parts
        if part in reach[part]
    }
    return [set(circle) for circle in sorted(circles, key=sorted)]


def _running_up(arrows: set[tuple[str, str]], parts: list[str]) -> set[tuple[str, str]]:
    """Return the arrows that run up in the order in which the fewest do, over all orders.

    The best order of each set of parts, the lowest first, follows from those of the sets without
    one of its parts (Held and Karp); with n parts there are 2^n sets.
    """
    above: Mapping[str, list[int]] = {
        part: [place for place, one in enumerate(parts) if (part, one) in arrows] for part in parts
    }
    # A set of parts that are laid -> (arrows that run up from them, the part laid last).
    best: dict[int, tuple[int, int]] = {0: (0, -1)}
    for laid in range(1, 1 << len(parts)):
        ways = []
        for last in range(len(parts)):
            if laid >> last & 1:
                before = laid & ~(1 << last)
                up = sum(not before >> one & 1 for one in above[parts[last]])
                ways.append((best[before][0] + up, last))
        best[laid] = min(ways)
    laid, running = (1 << len(parts)) - 1, set()
    while laid:
        last = best[laid][1]
        laid &= ~(1 << last)
        running |= {(parts[last], parts[one]) for one in above[parts[last]] if not laid >> one & 1}
    return running


if __name__ == "__main__":
    main()
