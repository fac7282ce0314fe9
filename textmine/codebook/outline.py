"""A dimension as a coder reads it: its codes as an outline, and what has to be given."""

from textmine.codebook.codebook import Code, Dimension


def outline(dimension: Dimension) -> list[tuple[int, Code]]:
    """Return every code with its depth (0 at the top), children after their parent."""
    below: dict[str, list[Code]] = {}
    for code in reversed(dimension.codes):
        below.setdefault(code.parent, []).append(code)
    found, waiting = [], [(0, code) for code in below.get("", ())]
    while waiting:
        depth, code = waiting.pop()
        found.append((depth, code))
        waiting += [(depth + 1, under) for under in below.get(code.id, ())]
    return found


def how_to_answer(dimension: Dimension) -> str:
    """Return in a sentence or two what a coder has to give on a dimension."""
    if not dimension.coded:
        return f"Not coded: it follows from {dimension.derived_from}."
    instruction = (
        "Give none, one or several codes."
        if dimension.labels == "multi"
        else "Give exactly one code."
    )
    if dimension.scale == "ordinal":
        instruction += f" The codes are ordered: {' < '.join(dimension.code_ids)}."
    if dimension.roles:
        instruction += f" Say the role with each code: {' or '.join(dimension.roles)}."
    return instruction
