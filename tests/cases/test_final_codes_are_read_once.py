"""Codings are folded into codes in one place; a command that does it its own way fails here."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import textmine

ROOT = Path(textmine.__file__).parent
HERE = ("coding/statements.py", "coding/final_codes.py", "coding/final_record.py")

ORIGIN: dict[str, str] = {
    "coding/batches.py": "what a batch of the history brought",
    "coding/by_sentence.py": "whether somebody marked sentences, other than a machine",
    "coding/codings.py": "which codings the final codes of a collection rest on",
    "coding/ledger.py": "whether a line of the ledger was settled by a majority or by people",
    "coding/live/queue.py": "which codebooks people have used",
    "coding/live/visible.py": "what a person may see of people, and of machines",
    "coding/machine_tables.py": "whether a table is a machine's own work, before it is imported",
    "coding/batch_history.py": "what a change is called in the history",
    "coding/suggested.py": "who had a machine's suggestion in view",
    "coding/uses.py": "what rests on codings that are to be taken back",
    "exchange/codings.py": "as whom somebody stands in a project of another program",
    "report/independence.py": "who had a suggestion in view when codes were settled",
    "reading/counting/chances.py": "looks at the label of codes that stand, not at codings",
    "coding/shown.py": "whose codings a person may state to be blind",
    "report/code_counts.py": "looks at the label of a table, not at codings",
    "report/counted.py": "looks at the label of a table, not at codings",
    "web/api/code.py": "that a code beside a text is a machine's",
    "web/pages/read_shown.py": "that a code beside a text is a machine's, or was settled",
}
"""Other modules that may ask where something comes from -> why."""

CODER: dict[str, str] = {
    "api/benchmark.py": "that a name is a coder of the codings that were given",
    "benchmark/running.py": "which documents the coders who are compared coded",
    "benchmark/systems.py": "a coder who is compared as a system",
    "classify/prevalence/recorded.py": "what one machine recorded, and what came after it",
    "coding/adjudication/open_cases.py": "who disagrees with whom, and what a majority settled",
    "coding/adjudication/majority.py": "who disagrees with whom",
    "coding/code_matrix.py": "coders side by side",
    "coding/agreement/code_table.py": "columns of a table without a workspace",
    "coding/agreement/table_units.py": "columns of a table without a workspace",
    "coding/agreement/comparisons.py": "one coder's rounds side by side",
    "coding/agreement/spans.py": "coders side by side",
    "coding/batches.py": "the batches of one coder in the history",
    "coding/codings.py": "which codings the final codes of a collection rest on",
    "coding/live/saying.py": "what one coder marked and said in the browser",
    "coding/live/reviewed.py": "what one reviewer decided",
    "coding/live/queue.py": "what one coder said in the browser",
    "coding/live/visible.py": "what a person may see",
    "coding/progress.py": "which sheets came back, and how far each coder is",
    "coding/sampling/request.py": "whom to ask again",
    "coding/store.py": "the statements of one coder that are withdrawn",
    "coding/suggested.py": "who had a machine's suggestion in view",
    "coding/tables/code_columns.py": "columns of a table that is imported",
    "coding/tables/code_table.py": "words in a table that name no coder",
    "coding/tables/layout.py": "columns of a table that is imported",
    "coding/uses.py": "what rests on the codings of one coder",
    "project/status_section.py": "how far each coder is",
    "reading/passages.py": "other codes that those who coded a passage gave it",
    "report/claims/fitting.py": "looks at the label of a count, not at codings",
    "report/whole/machines.py": "what one machine recorded",
    "web/pages/codebook.py": "what one coder has to look at again",
    "web/rights.py": "whether somebody may review",
}
"""Other modules that may pick codings by their coder -> why."""

FOLD: dict[str, str] = {
    "classify/prevalence/recorded.py": "what one machine recorded, with its probabilities",
    "coding/agreement/spans.py": "places in the text, which codes of documents do not have",
    "coding/rule_check.py": "each coder's own spans, held against the codebook's rules",
    "exchange/made_codings.py": "codes as a project of another program states them",
    "exchange/notes.py": "notes on codes in a project of another program",
    "reading/coded_at.py": "codes of interviews, which a rule hands down to their documents",
    "reading/coded_units.py": "passages, which final codes of documents do not have",
}
"""Other modules that may gather codes by document -> why."""


def _modules(*words: str) -> Iterator[tuple[str, ast.Module]]:
    """Yield the other modules that have all of some words."""
    for path in sorted(ROOT.rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        text = path.read_text(encoding="utf-8")
        if name not in HERE and all(word in text for word in words):
            yield name, ast.parse(text)


def _comparing(attribute: str) -> set[str]:
    """The modules that compare somebody's `attribute` with something."""
    return {
        name
        for name, tree in _modules(f".{attribute}")
        for node in ast.walk(tree)
        if isinstance(node, ast.Compare)
        for side in (node.left, *node.comparators)
        if isinstance(side, ast.Attribute) and side.attr == attribute
    }


def _whose(node: ast.AST, attribute: str) -> set[str]:
    """The names of which a piece of code reads an attribute."""
    return {
        one.value.id
        for one in ast.walk(node)
        if isinstance(one, ast.Attribute)
        and one.attr == attribute
        and isinstance(one.value, ast.Name)
    }


def _keys(node: ast.AST) -> list[ast.AST]:
    """What a piece of code uses as a key."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return list(node.args[:1]) if node.func.attr in ("setdefault", "get") else []
    if isinstance(node, ast.Subscript):
        return [node.slice]
    if isinstance(node, ast.DictComp):
        return [node.key]
    if isinstance(node, (ast.Assign, ast.AnnAssign)) and isinstance(node.value, ast.Tuple):
        return [node.value]
    return []


def _folding() -> set[str]:
    """The modules with a function that gathers the codes of something by its document."""
    found = set()
    for module, tree in _modules(".code", ".document"):
        for function in ast.walk(tree):
            if not isinstance(function, ast.FunctionDef):
                continue
            keys = [key for node in ast.walk(function) for key in _keys(node)]
            by_document = {name for key in keys for name in _whose(key, "document")}
            if by_document & _whose(function, "code"):
                found.add(module)
    return found


def test_where_a_code_comes_from_is_looked_at_in_one_place():
    assert _comparing("origin") == set(ORIGIN)


def test_codings_are_picked_by_coder_where_coders_are_compared_only():
    assert _comparing("coder") == set(CODER)


def test_codings_are_folded_into_codes_in_one_place():
    assert _folding() == set(FOLD)
