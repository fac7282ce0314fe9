"""The commands whose output is kept in tests/golden/, beside those of golden_story.py.

They run in the workspace that those leave, in this order.
"""

from __future__ import annotations

import csv
import shlex
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

import typer.main

from tests.conftest import FORUM
from tests.golden_story import STORY
from tests.helpers import write_csv
from textmine.cli.main import app

QUICK = """\
[train]
blocks = ["words"]
folds = 2
repeats = 1
n_resamples = 100
"""
"""Settings with which the commands below train, so that they are quick."""

BEFORE = (
    "coding import ../two.csv --corpus forum-alias --codebook ling-martins-2015",
    "corpus import ../twice.csv --name twice",
    "corpus exclude twice --id copy-134 --reason 'sent twice' --by ann",
    "memo add 'Are these tenants?' --type open-question --by ann --document forum:17 --span 0-18",
    "memo add 'Knowledge that is given and not shared' --type theory --link 1"
    " --code ling-martins-2015:goal_orientation:A",
)
"""Commands that bring what the others show: open cases for adjudication, copies, an exclusion."""

IN_EVERY_FORM = (
    "corpus list",
    "corpus info forum",
    "corpus readers",
    "corpus fetch",
    "corpus check forum",
    "corpus duplicates twice",
    "corpus exclusions twice",
    "corpus threads twice --where author!=Maren",
    "participants import twice ../people.csv",
    "participants list twice",
    "participants list twice --by kind --by case",
    "corpus pseudonymise forum --name other --dry-run",
    "corpus reidentification forum-alias",
    "codebook list",
    "codebook check themes",
    "codebook show ling-martins-2015",
    "codebook history themes",
    "codebook diff themes@1 themes",
    "coding plan --width 0.2 --alpha 0.7 --shares 0.5,0.3,0.2",
    "coding sample new --n 2",
    "coding draws forum",
    "coding sheets forum --draw draw-1 --codebook ling-martins-2015 --out sheets-again",
    "coding adjudicate forum-alias --coders coder-1,coder-2",
    "coding history forum 17",
    "coding batches forum",
    "coding ledger forum",
    "coding anchoring forum",
    "coding stop part forum-model --corpus new",
    "tabulate forum",
    "tabulate forum --report forms --to docx,latex,md,xlsx",
    "tabulate forum --to md",
    "tabulate forum --report forms --to pdf",
    "tabulate forum --dimension goal_orientation",
    "quotes forum --cell A1 --order typical --limit 2 --voices",
    "quotes forum --code C --order typical --limit 2 --risk",
    "quotes forum --code C --limit 2 --no-quotations",
    "quotes forum --code A --against B --limit 2",
    "quotes forum --code B --beside 29 --limit 2",
    "quotes forum-alias --code B --order dissenting --limit 2",
    "tabulate forum --by group --count documents,authors",
    "matrix forum --rows group --columns goal_orientation --order size",
    "matrix forum --rows goal_orientation --columns knowledge_domain --columns group",
    "findings forum --dimension goal_orientation",
    "timeline forum --by group --period quarter",
    "actors forum-alias --rules-only --fewest 3",
    "codebook lineage themes",
    "codebook sortings ../sorted.csv --permutations 199",
    "topics lineage forum-topics",
    "compare forum --by group",
    "cooccurrence forum",
    "saturation forum --count threads",
    "agreement forum --coders coder-1,coder-2 --disagreements differ.csv",
    "agreement forum --coders coder-1,coder-2,agreed --show pairs --show coders --show time",
    "agreement forum --show confusions",
    "agreement forum --show overlap",
    "train forum --name quick --dimension goal_orientation",
    "evaluate part forum",
    "curve forum --dimension goal_orientation --repeats 3",
    "suspect forum-model --limit 5",
    "prevalence forum-model forum --dimension goal_orientation",
    "prevalence forum-model forum --by group --method all",
    "benchmark forum --system forum-model --coders coder-1,coder-2",
    "llm prompt forum --dimension goal_orientation --id 17",
    "model list",
    'search forum "nobody can afford the rent" --limit 3',
    "topics sweep forum --topics 4,6",
    "topics fit forum --topics 4 --name four",
    "topics update four",
    "topics show forum-topics",
    "topics themes forum-topics",
    "topics themes forum-topics --history",
    "topics by forum-topics --by group",
    "topics by forum-topics --by group --differences",
    "topics effects forum-topics --covariates group",
    "topics crosswalk forum-topics --dimension goal_orientation",
    "topics align forum new --topics 6",
    "topics saturation forum-topics",
    "topics intrusion forum-topics --out strangers.csv",
    "words forum --limit 10",
    "words forum --by group --limit 5",
    "words forum --of bus --limit 5",
    "kwic forum bus --limit 3",
    "claims ../wrong.md --corpus forum",
    "find 'tenant* OR bus' forum --limit 3",
    "exchange write forum out.qdpx --codebook ling-martins-2015",
    "exchange read out.qdpx --codebook ling-martins-2015",
    "memo list",
    "memo show 1",
    "status",
    "verify forum-benchmark",
    "undo --list",
    "undo --dry-run",
)
"""Commands with --format. Each runs in all its forms, but not twice as the story has it."""

_OF_TALKS = "--codebook rozkwitalska-lis-2022"
TALKS = (
    "corpus import ../talks.csv --name talks",
    f"coding import ../levels.csv --corpus talks {_OF_TALKS} --coder ann",
    "coding import ../practices.csv --corpus talks --codebook practices --create-codebook"
    " --dimension practice --coder ann",
    f"coding import ../whole.csv --corpus talks {_OF_TALKS} --coder ann --level interviews",
    *(
        f"{command} -f {form}"
        for command in (
            f"levels talks {_OF_TALKS} --dimension level --permutations 199",
            "codebook crosswalk talks rozkwitalska-lis-2022 practices --permutations 199",
            f"tabulate talks {_OF_TALKS} --dimension level --level interviews --rule highest",
        )
        for form in ("table", "json", "csv")
    ),
    f"tabulate talks {_OF_TALKS} --dimension level --level interviews --rule majority",
    f"tabulate talks {_OF_TALKS} --dimension community --level interviews",
    f"tabulate talks {_OF_TALKS} --dimension community --dimension level --level interviews"
    " --roll-down",
    f"quotes talks {_OF_TALKS} --code level=III --level interviews --rule highest --limit 2",
    f"quotes talks {_OF_TALKS} --code community=locomotives --level interviews",
    f"matrix talks {_OF_TALKS} --rows interview --columns level --level interviews --rule majority",
    f"compare talks {_OF_TALKS} --by half --level interviews --rule highest --permutations 199",
    "tabulate talks --rule majority",
)
"""Six short conversations with an ordered dimension, and codes of each as a whole."""

ONCE = (
    "coding sentences forum --codebook ling-martins-2015 --name forum-sentences",
    "coding export forum --shape documents --coder each --with thread_id --out each.csv",
    "coding export forum --shape authors --rule majority --out authors.parquet",
    "coding import all-codings.csv --corpus forum",
    "coding sheets forum --level threads --codebook ling-martins-2015 --coders ann --out whole",
    "codebook import themes.xlsx --name themes --reason 'after the meeting' --dry-run",
    "agreement forum --coders coder-1,coder-2 --fail-under 0.99",
    "codebook change add themes --dimension theme --code parking --reason 'seen often'",
    "codebook change rename themes --dimension theme --code parking --to cars --reason wider",
    "codebook change redefine themes --dimension theme --code cars --definition 'Where cars stand.'"
    " --reason vague",
    "codebook change split themes --dimension theme --code space --into shop:shops"
    " --into hall:halls --reason 'two ideas'",
    "codebook change move themes --dimension theme --code shop --before fairs --reason 'easier'",
    "codebook change retire themes --dimension theme --code cars --reason unused",
    "codebook remove themes",
    "codebook crosswalk forum ling-martins-2015 themes",
    "levels forum --dimension goal_orientation",
    *TALKS,
    "memo change 1 'Are these people tenants?'",
    "memo export --out memos.csv",
    "memo import memos.csv",
    "memo remove 2 --reason 'said better in the codebook'",
    "coding remove new --draw draw-2 --dry-run",
    "coding remove forum --coder coder-2",
    "coding remove forum-alias --all",
    "model remove quick",
    "model remove forum-model --dry-run",
    "corpus include twice --id copy-134 --reason 'by two people'",
    "participants remove twice",
    "corpus remove forum",
    "corpus rename forum-alias forum",
    "corpus remove forum-alias",
    "undo",
    "undo --redo",
    "tabulate nothing",
    "tabulate",
    "tabulate forum --nonsense",
)
"""Commands without --format that the story does not have, and ways to fail."""

LEFT_OUT = {
    "doctor": "tells of the computer that it runs on; tests/project/test_doctor.py has it",
    "demo": "runs commands that are all here, for a minute; tests/cli/test_demo.py has it",
    "web": "serves until it is stopped; tests/web has it",
    "llm code": "asks a server; tests/llm has it",
    "user add": "asks for a password; tests/web has it",
    "user passwd": "asks for a password; tests/web has it",
    "user remove": "wants an account; tests/web has it",
    "user list": "wants an account; tests/web has it",
}
"""Commands that no golden file has, and why."""


FINDINGS = """\
Nearly half of the 131 messages (62 of 131, 47 %) tell experiences, desires and feelings. A member
who came for the anecdotes writes: "I understand the sector far better for the puppet" (Juno,
message 97).
"""
"""Findings on the sample forum, which hold."""


def write_tables(folder: Path) -> None:
    """Write the tables that the commands read, all from the sample forum."""
    for name, to in (("messages", "messages"), ("codings", "codes"), ("new-messages",) * 2):
        shutil.copy(FORUM / f"{name}.csv", folder / f"{to}.csv")
    header, *codes = rows_of(FORUM / "codings.csv")
    coder = header.index("coder")
    write_csv(folder / "two.csv", header, [row for row in codes if row[coder] != "agreed"])
    header, *messages = rows_of(FORUM / "new-messages.csv")
    copies = [[f"copy-{row[0]}", *row[1:]] for row in messages[:4]]
    write_csv(folder / "twice.csv", header, [*messages, *copies])
    (folder / "findings.md").write_text(FINDINGS, encoding="utf-8")
    (folder / "wrong.md").write_text(FINDINGS.replace("62 of", "26 of"), encoding="utf-8")
    author, role = header.index("author"), header.index("role")
    known = {row[author]: row[role] for row in (*rows_of(FORUM / "messages.csv")[1:], *messages)}
    names = enumerate(sorted(known))
    people = [[name, known[name], ("south", "north")[at % 2]] for at, name in names]
    sortings = [["A", "sharing", "open"], ["B", "winning", "closed"], ["C", "winning", "open"]]
    write_csv(folder / "sorted.csv", ["code", "ann", "bob"], sortings)
    _write_talks(folder)
    write_csv(folder / "people.csv", ["member", "kind", "case"], [*people, ["Nobody", "other", ""]])


def _write_talks(folder: Path) -> None:
    """Write 24 messages as six conversations, with codes of them and of the conversations."""
    header, *messages = rows_of(FORUM / "messages.csv")
    names = [header.index(name) for name in ("message_id", "author", "message")]
    talks, levels, practices = [], [], []
    for place, row in enumerate(messages[:24]):
        identity, author, text = (row[name] for name in names)
        talk = place // 4
        level = min(3, (talk + (0, 1, 1, 3)[place % 4]) // 2)
        talks.append([identity, f"talk {talk + 1}", author, "first" if talk < 3 else "last", text])
        levels.append([identity, ("I", "II", "III", "IV")[level], _BONDS[(level + place // 9) % 4]])
        practices.append([identity, ("meeting", "sharing", "building")[level * 2 // 3]])
    parts = ["participants", "cooperators", "locomotives"]
    whole = [[f"talk {talk + 1}", parts[talk // 2]] for talk in range(6)]
    write_csv(folder / "talks.csv", ["id", "thread_id", "author", "half", "text"], talks)
    write_csv(folder / "levels.csv", ["document", "level", "relationship"], levels)
    write_csv(folder / "practices.csv", ["document", "code"], practices)
    write_csv(folder / "whole.csv", ["interview", "community"], whole)


_BONDS = ("establishing-contacts", "relations-within", "relations-outside", "trust")


def rows_of(path: Path) -> list[list[str]]:
    """Return the rows of a CSV file, the header first."""
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream))


def later_commands() -> list[str]:
    """Return what runs after the story, `BEFORE`, `IN_EVERY_FORM` in its forms, and `ONCE`."""
    kinds = all_commands()
    typed = [f"textmine {command}" for command in BEFORE]
    for command in IN_EVERY_FORM:
        words = tuple(shlex.split(command))
        kind = next(kind for kind in kinds if words[: len(kind.path)] == kind.path)
        as_shown = kind.default if command in STORY else None
        typed += [f"textmine {command} -f {form}" for form in kind.forms if form != as_shown]
    return [*typed, *(f"textmine {command}" for command in ONCE)]


@dataclass(frozen=True)
class Kind:
    """A command: its path, all forms of its option --format and the default one."""

    path: tuple[str, ...]
    forms: tuple[str, ...]
    default: str


def all_commands() -> list[Kind]:
    """Return every command."""
    found = []
    for path, command in tree():
        if not hasattr(command, "commands"):
            form = next((one for one in command.params if "--format" in one.opts), None)
            if form is None:
                found.append(Kind(path, (), "None"))
                continue
            known = form.type_descriptor.annotation
            found.append(Kind(path, tuple(map(str, get_args(known) or known)), str(form.default)))
    return found


def tree() -> list[tuple[tuple[str, ...], Any]]:
    """Return every command and group of commands with its path; `textmine` itself has none."""

    def below(group: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
        yield path, group
        for name, command in getattr(group, "commands", {}).items():
            yield from below(command, (*path, name))

    return list(below(typer.main.get_command(app), ()))
