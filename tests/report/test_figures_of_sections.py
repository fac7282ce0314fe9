"""Sections have the figure of their question, and none of a single value."""

from __future__ import annotations

import pytest

from textmine.cli.main import run as run_command
from textmine.report.agreement import confusion_figure


def figures_of(space, monkeypatch, *command):
    monkeypatch.chdir(space.root)
    assert run_command([*command, "--report", "f"]) == 0
    folder = space.root / "reports" / "f" / "figures"
    return {path.stem: path.read_text("utf-8") for path in folder.glob("*.svg")}


@pytest.mark.parametrize(
    ("command", "names"),
    [
        (
            "tabulate forum",
            [
                "crossed_goal_orientation_by_knowledge_domain",
                "shares_goal_orientation_and_knowledge_domain",
            ],
        ),
        ("compare forum --by group --permutations 99", ["codes_by_group"]),
        ("matrix forum --rows group --columns goal_orientation", ["matrix_1"]),
        ("cooccurrence forum --permutations 99", ["codes_together_counts"]),
        ("corpus threads forum", ["thread_tree", "threads_by_size"]),
        (
            "agreement forum --show confusions",
            ["agreement", "confusion_goal_orientation_1_2", "confusion_knowledge_domain_1_2"],
        ),
    ],
)
def test_a_result_has_its_figure(coded, monkeypatch, command, names):
    assert sorted(figures_of(coded, monkeypatch, *command.split())) == names


@pytest.mark.slow
@pytest.mark.parametrize(
    ("command", "names"),
    [
        ("topics show forum-topics", ["map_forum-topics", "topics_forum-topics"]),
        (
            "evaluate forum-model forum",
            ["confusion_goal_orientation", "confusion_knowledge_domain"],
        ),
        ("apply forum-model forum", ["drift"]),
    ],
)
def test_a_model_has_its_figure(trained, monkeypatch, command, names):
    assert sorted(figures_of(trained, monkeypatch, *command.split())) == names


def test_counts_of_one_code_or_of_many_are_not_drawn():
    sides = ("anna", "marco")
    assert confusion_figure("c", "c", ["a"], [[9]], sides) == []
    assert confusion_figure("c", "c", ["a", "b"], [[0, 1], [0, 0]], sides) == []
    many = [str(n) for n in range(40)]
    assert confusion_figure("c", "c", many, [[1] * 40] * 40, sides) == []
    (figure,) = confusion_figure("c", "c", ["a", "b"], [[7, 1], [0, 5]], sides)
    assert "n = 13" in figure.svg
