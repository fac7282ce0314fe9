"""Nothing in a text or a name acts: on a terminal, in a spreadsheet, on a page or in a card."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import typer.main
from lxml import etree
from typer.testing import CliRunner

from tests.conftest import Run
from tests.helpers import acting_cells, acts, write_csv
from tests.made import WORDS, add_corpus, copied, quick_workspace, run_at, small_documents
from tests.once import made_once
from textmine.cells.markdown import in_markdown
from textmine.cells.spreadsheet import neutralise, restore
from textmine.classify import gold_codes, train_model
from textmine.cli.main import app
from textmine.cli.output import InertStream, escaped_json, marked
from textmine.codebook import Code, Codebook, Dimension, save_codebook
from textmine.coding import open_codings
from textmine.coding.memos.memo import Memo, Target
from textmine.coding.memos.store import open_memos
from textmine.corpus import About, import_corpus, load_corpus, read_documents
from textmine.corpus.excluding import Judgement, judge_documents
from textmine.corpus.participants import ParticipantsRequest, import_participants
from textmine.errors import BadRowsError
from textmine.privacy import REVIEW_COLUMNS
from textmine.privacy.decisions import load_decisions, plain, write_review
from textmine.report.figures import interval_chart
from textmine.report.page import codebook_page
from textmine.schema import Coding
from textmine.store import Workspace
from textmine.store.tables import table_text
from textmine.topics import fit_topics
from textmine.topics.evaluating.intrusion import ANSWER, Task, read_answers, write_tasks

ESCAPES = {
    "colour": "\x1b[31mred",
    "clear": "\x1b[2J\x1b[H",
    "link": "\x1b]8;;http://a.example\x07here\x1b]8;;\x07",
    "title": "\x1b]0;owned\x07",
    "c1": "\x9b31mred",
    "backspace": "safe\b\b\b\bgone",
    "return": "first\rsecond",
    "bell": "a\x07b",
    "delete": "a\x7fb",
    "bidi": "abc\u202edef\u202c",
    "isolate": "\u2066abc\u2069",
    "markup": "[red]not red[/red]",
}
ACTS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
FORMULAS = ["=1+1", "+SUM(A1)", "-cmd|' /C calc'!A0", "@here", "=HYPERLINK(1)", "'=1", "''+x"]
NUMBERS = ["-0.5", "+3", "-1e-5", "-12,5", "-40 %"]


def _inert(ran) -> None:
    assert not ACTS.search(ran.out), ACTS.findall(ran.out)
    assert not ACTS.search(ran.err), ACTS.findall(ran.err)
    assert "Traceback" not in ran.err


def _rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def _corpus(space: Workspace, folder: Path, bad: str, name: str = "odd") -> None:
    rows = [
        [f"d{n}", f"t{n // 2} {bad}", f"{bad} p{n}", f"{bad} is a text of some length, {n}", bad]
        for n in range(6)
    ]
    header = ["id", "thread_id", "author", "text", f"mood {bad}"]
    path = write_csv(folder / "rows.csv", header, rows)
    import_corpus(space, name, read_documents(path), About(f"about {bad}", bad))
    book = Codebook(
        name="book",
        dimensions=(
            Dimension(
                id="mood",
                name=f"mood {bad}",
                codes=(Code(id=f"good {bad}", name=bad), Code(id="poor", name=bad)),
            ),
        ),
    )
    save_codebook(space, book)
    open_codings(space).append(
        [
            Coding(name, f"d{n}", "mood", code, coder, codebook="book")
            for n in range(6)
            for coder, code in (
                (f"ann {bad}", f"good {bad}" if n % 2 else "poor"),
                ("bob", f"good {bad}" if n % 3 else "poor"),
            )
        ]
    )
    target = Target("code", "book", f"good {bad}", "mood")
    open_memos(space).add([Memo(f"{bad} is odd", title=bad, by=bad, target=target)])


COMMANDS = [
    "corpus info odd",
    "corpus check odd",
    "corpus list",
    "corpus duplicates odd",
    "corpus threads odd",
    "kwic odd text",
    "find text",
    "memo list",
    "memo show 1",
    "words odd",
    "coding history odd d1",
    "coding ledger odd",
    "coding remove odd --list",
    "agreement odd",
    "agreement odd --show pairs",
    "tabulate odd --coder bob",
    "quotes odd",
    "codebook show book",
    "codebook list",
    "corpus reidentification odd",
    "coding adjudicate odd",
    "coding sample odd --n 3 --coders ann",
]


TOGETHER = ["".join(list(ESCAPES.values())[at::4]) for at in range(4)]
"""All of them in four texts: each command is tried with each."""


@pytest.mark.slow
@pytest.mark.parametrize("bad", TOGETHER)
def test_nothing_that_is_printed_acts(workspace, run, tmp_path, bad):
    _corpus(workspace, tmp_path, bad)
    for place, command in enumerate(COMMANDS):
        form = ((), ("-f", "csv"), ("-f", "json"))[place % 3]
        _inert(run(*command.split(), *form))
        _inert(run(*command.split()))
    info = run("corpus", "info", "odd").out
    assert ("[red]not red[/red]" in info) == ("[red]" in bad)
    assert ("\\x1b" in info) == ("\x1b" in bad)


@pytest.mark.parametrize("bad", TOGETHER)
@pytest.mark.parametrize(
    "command",
    [
        ["corpus", "info", "{}"],
        ["corpus", "{}"],
        ["{}"],
        ["corpus", "info", "forum", "--{}"],
        ["corpus", "info", "forum", "--format", "{}"],
        ["corpus", "import", "{}.csv"],
        ["corpus", "export", "forum", "--out", "{}/x.csv"],
        ["tabulate", "forum", "--coder", "{}"],
        ["kwic", "forum", "{}", "--where", "{}=1"],
        ["coding", "sample", "forum", "--n", "{}"],
        ["codebook", "show", "{}"],
    ],
)
def test_what_was_typed_is_told_and_does_not_act(coded, run, command, bad):
    typed = bad.replace("\x00", "")
    ran = run(*(word.replace("{}", typed) for word in command))
    assert ran.code != 0 or "kwic" in command
    _inert(ran)


def test_also_through_the_app_itself(coded, monkeypatch):
    monkeypatch.chdir(coded.root)
    ran = CliRunner().invoke(app, ["corpus", "info", "forum", "--\x1b[31mx"])
    assert ran.exit_code == 2
    assert "\\x1b[31mx" in ran.output
    assert "\x1b" not in ran.output


def test_a_file_whose_name_acts(workspace, run, tmp_path):
    path = write_csv(tmp_path / "a\x1b[31m\u202e.csv", ["id", "text"], [["1", "=text of a kind"]])
    _inert(run("corpus", "import", path, "--name", "odd"))
    _inert(run("corpus", "info", "odd"))


def test_json_keeps_what_it_escapes():
    bad = "".join(ESCAPES.values())
    assert json.loads(escaped_json(json.dumps(bad, ensure_ascii=False))) == bad
    assert not ACTS.search(escaped_json(json.dumps(bad, ensure_ascii=False)))


@pytest.mark.parametrize("text", ["ä€😀 مرحبا", "tab\tand\nline", "👩‍👩‍👧"])
def test_other_letters_are_shown_as_they_are(text):
    assert marked(text) == text


def test_letters_that_the_output_does_not_have():
    raw = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    InertStream(raw).write("ä\udc80")
    raw.flush()
    assert raw.buffer.getvalue() == b"\\xe4\\udc80"  # type: ignore[attr-defined]


@pytest.mark.slow
@pytest.mark.parametrize("bad", ESCAPES.values(), ids=ESCAPES)
def test_a_workbook_takes_any_name_and_text(workspace, run, tmp_path, bad):
    _corpus(workspace, tmp_path, bad)
    ran = run("corpus", "export", "odd", "--out", tmp_path / "odd.xlsx")
    assert ran.code == 0, ran.err
    sheet = openpyxl.load_workbook(tmp_path / "odd.xlsx").active
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert any(str(cell.value).startswith("meta.mood") for cell in cells)
    assert not [cell for cell in cells if cell.data_type in ("f", "e")]
    assert not [cell for cell in cells if re.search("[\x00-\x08\x0b-\x1f]", str(cell.value))]
    sampled = run(*"coding sample odd --n 4 --coders cat --include-coded".split())
    assert sampled.code == 0, sampled.err
    sheets = run(*"coding sheets odd --codebook book --out".split(), tmp_path / "sheets")
    assert sheets.code == 0, sheets.err


@pytest.mark.slow
@pytest.mark.parametrize("ending", ["csv", "tsv", "xlsx"])
@pytest.mark.parametrize("bad", [*FORMULAS, "#N/A", "#REF!"])
def test_formulas_in_an_exported_corpus(workspace, run, tmp_path, bad, ending):
    _corpus(workspace, tmp_path, bad)
    target = tmp_path / f"odd.{ending}"
    assert run("corpus", "export", "odd", "--out", target).code == 0
    if ending == "xlsx":
        cells = [c for row in openpyxl.load_workbook(target).active.iter_rows() for c in row]
        assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert not acting_cells(target)
    assert run("corpus", "import", target, "--name", "again").code == 0
    before, after = load_corpus(workspace, "odd"), load_corpus(workspace, "again")
    assert (after.texts, after.column("author")) == (before.texts, before.column("author"))


@pytest.mark.parametrize("number", NUMBERS)
def test_numbers_stay_numbers(number):
    assert neutralise(number) == number == restore(number)


def test_a_table_is_inert_and_comes_back():
    rows = [[text, 1, -0.5, None, "a\rb"] for text in [*FORMULAS, *NUMBERS, "\t=1", "\r=1"]]
    text = table_text(["=head", "n", "x", "y", "z"], rows)
    read = list(csv.reader(io.StringIO(text, newline="")))
    assert read[0][0] == "'=head"
    for row, (first, _, number, _, turned) in zip(read[1:], rows, strict=True):
        assert restore(row[0]) == first
        assert first in NUMBERS or row[0][:1] not in tuple("=+-@\t\r＝")
        assert (row[2], row[4]) == (str(number), turned)


def test_an_apostrophe_of_another_programs_text_stays(workspace, run, tmp_path):
    rows = [["1", "'- said she, and went", "'@ann"], ["2", "- a list, and more of it", "bob"]]
    path = write_csv(tmp_path / "t.csv", ["id", "text", "author"], rows)
    assert run("corpus", "import", path, "--name", "own").code == 0
    assert load_corpus(workspace, "own").texts == [row[1] for row in rows]


@pytest.mark.slow
@pytest.mark.parametrize("bad", FORMULAS)
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_sheets_go_out_and_come_back(workspace, run, tmp_path, bad, form):
    _corpus(workspace, tmp_path, bad)
    sampled = run(*"coding sample odd --n 6 --coders cat --include-coded".split())
    assert sampled.code == 0, sampled.err
    ran = run(*"coding sheets odd --codebook book --out".split(), tmp_path / "s", "--format", form)
    assert ran.code == 0, ran.err
    [path] = (tmp_path / "s").glob(f"*.{form}")
    if form == "csv":
        rows = _rows(path.read_text(encoding="utf-8-sig"))
        for row in rows:
            row["mood"] = neutralise(f"good {bad}")
        path.unlink()
        with path.open("w", encoding="utf-8-sig", newline="") as stream:
            csv.writer(stream).writerows([list(rows[0]), *(list(row.values()) for row in rows)])
    else:
        book = openpyxl.load_workbook(path)
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
        assert not [cell.value for cell in cells if cell.data_type == "f"]
        sheet = book["coding"]
        column = [cell.value for cell in sheet[1]].index("mood") + 1
        for number in range(2, sheet.max_row + 1):
            sheet.cell(number, column).value = f"good {bad}"
        book.save(path)
    ran = run("coding", "import", path)
    assert ran.code == 0, ran.err
    mine = [one for one in open_codings(workspace).current("odd") if one.coder == "cat"]
    assert [one.code for one in mine] == [f"good {bad}"] * 6


STARTS = ("=HYPERLINK(1)", " =1+1", "@sum of", "\u200b+x", "＝1", "-1+1", "'=1")
HOSTILE_CODES = {"a": "+x", "b": "-y+1", "c": "＝z"}


DRAWN = "coding sample odd --n 6 --coders @new,＝bob --include-coded"


@cache
def _hostile_root(base: Path) -> Path:
    """A corpus in which every name and text begins like a formula, its codes, model and topics."""
    return made_once(base, "of-hostile", _make_hostile) / "hostile"


def _make_hostile(base: Path) -> None:
    space = quick_workspace(base / "hostile")
    documents, kinds = small_documents(48, "abc")
    rows = [
        {
            "id": f"@{row['id']}",
            "thread_id": f"={row['thread_id']}",
            "author": f"-{row['author']}",
            "text": f"{STARTS[place % len(STARTS)]} {row['text']}",
            "-1+1": STARTS[place % len(STARTS)],
            "half": str(place % 2),
            "created_at": f"2020-0{1 + place % 3}-11",
        }
        for place, row in enumerate(documents)
    ]
    rows += [
        {**row, "id": f"{row['id']}b", "text": f"=Zanzibarov {row['text']}"} for row in rows[:2]
    ]
    add_corpus(space, "odd", rows, base / "odd.csv")
    codes = tuple(Code(id=c, name=c, definition=f"={WORDS[k]}") for k, c in HOSTILE_CODES.items())
    mood = Dimension(id="mood", name="=mood", scale="ordinal", codes=codes)
    book = Codebook(name="book", dimensions=(mood,))
    save_codebook(space, book)
    given = {f"@{identity}": HOSTILE_CODES[kind] for identity, kind in kinds.items()}
    given |= dict.fromkeys(["@d004", "@d005", "@d007"], "+x")
    coded = [
        Coding("odd", one, "mood", code, "@sum", codebook="book") for one, code in given.items()
    ]
    open_codings(space).append(coded)
    whole = load_corpus(space, "odd")
    gold = gold_codes(open_codings(space).current("odd"), book)
    train_model(space, whole, whole, gold, book, "m", space.settings)
    fit_topics(space, whole, "t", space.settings)
    open_codings(space).append([replace(one, coder="＝bob", code="+x") for one in coded[:20]])
    people = [[f"-person {n}", STARTS[n], "+x"] for n in range(7)]
    write_csv(base / "people.csv", ["@who", "=kind", "case"], people)
    import_participants(space, ParticipantsRequest(base / "people.csv", "odd"))
    judge_documents(space, "odd", Judgement(True, "=1+1", "@ann", ("@d001b",)))
    memo = Memo("=1+1 train", title="@home", by="-bob", target=Target("document", "odd", "@d001"))
    open_memos(space).add([memo, Memo("+x")])
    bad = [["@1", "=a text of some length", "+x"], ["", "=no id, and a text", "+y"]]
    write_csv(space.root / "bad.csv", ["id", "text", "-1+1"], bad)
    wrong = [["@d000", "@cat", "mood", "+x"], ["@none", "@cat", "mood", "-y+1"]]
    write_csv(space.root / "wrong.csv", ["document", "coder", "dimension", "code"], wrong)
    sorted_codes = [[code, STARTS[n], "=all"] for n, code in enumerate(HOSTILE_CODES.values())]
    write_csv(space.root / "sorted.csv", ["code", "@ann", "-bob"], sorted_codes)
    events = [["2020-01-02", "=1+1"], ["2020-04-01", "@home"]]
    write_csv(space.root / "events.csv", ["date", "event"], events)
    (space.root / "findings.txt").write_text(f"“{rows[0]['text']}”", encoding="utf-8")
    run_at(space.root, *DRAWN.split())


@pytest.fixture
def odd(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path) -> Workspace:
    return copied(_hostile_root(tmp_path_factory.getbasetemp()), tmp_path / "ws")


TABLES = [
    "corpus export odd --out new.{}",
    "corpus check odd --documents new.{}",
    "corpus duplicates odd --edits new.{}",
    "corpus pseudonymise odd --dry-run --rules-only --review new.{}",
    "corpus import bad.csv --name bad --skip-bad-rows new.{}",
    "coding import wrong.csv --corpus odd --codebook book --skip-bad-rows new.{}",
    "coding sample odd --n 6 --coders @new --include-coded --codebook book --out new",
    "coding sheets odd --codebook book --format {} --out new",
    "coding export odd --out new.{}",
    "coding export odd --shape documents --coder each --with-text --for r --out new.{}",
    "coding sheets odd --level authors --coders @new --codebook book --out new",
    "codebook export book --out new.{}",
    "coding adjudicate odd --sheet new.{}",
    "codebook change redefine book --dimension mood --code +x --include x --reason r --list new.{}",
    "agreement odd --disagreements new.{}",
    "apply m odd --out new.{} --why why.{}",
    "apply m odd --out new.{} --review 0.3 --queue queue.{}",
    "suspect m --out new.{} --limit 40",
    "suggest odd --codebook book --out new.{}",
    "suggest odd --codebook book --sheets new --sheet-format {}",
    "suggest odd --codebook book --sheets new --sheet-format {} --blind-share 0.5",
    "topics apply t odd --out new.{} --roll-up thread_id",
    "topics intrusion t --out new.{}",
    "report odd --model m --coder @sum",
    "benchmark odd --system m --reference @sum --report new",
    "topics sweep odd --topics 3,4 --engines nmf --report new",
    "topics align odd odd --where-first half=0 --where-second half=1 --topics 3 --report new",
    "topics fit odd --topics 3 --name new --report new",
    "topics show t --report new",
    "topics update t --report new",
    "memo export --out new.{}",
    "memo list --report new",
    "find train odd --report new",
    "topics by t --by meta.-1+1 --report new",
    "topics effects t --covariates half --report new",
    "topics crosswalk t --permutations 99 --coders @sum --report new",
    "topics saturation t --report new",
    "words odd --by meta.-1+1 --report new",
    "kwic odd train --report new",
    "agreement odd --report new",
    "tabulate odd --coder @sum --report new",
    "quotes odd --report new",
    "quotes odd --out new.{}",
    "tabulate odd --coder @sum --by author --count documents,threads --report new",
    "compare odd --coder @sum --by half --report new",
    "cooccurrence odd --coder @sum --count authors --report new",
    "saturation odd --coder @sum --count documents --by author --report new",
    "coding ledger odd --report new",
    "coding plan odd --report new",
    "corpus duplicates odd --report new",
    "corpus reidentification odd --report new",
    "corpus threads odd --report new",
    "corpus exclusions odd --report new",
    "participants list odd --report new",
    "prevalence m odd --coder @sum --report new",
    "suspect m --report new",
    "claims findings.txt --report new",
    "matrix odd --coder @sum --rows meta.-1+1 --columns mood --report new",
    "matrix odd --coder @sum --rows mood --columns half --out new.{}",
    "findings odd --coder @sum --dimension mood --report new",
    "findings odd --themes t --out new.{}",
    "levels odd --coder @sum --dimension mood --permutations 99 --report new",
    "levels odd --coder @sum --dimension mood --permutations 99 --out new.{}",
    "timeline odd --by meta.-1+1 --events events.csv --report new",
    "timeline odd --by meta.-1+1 --out new.{}",
    "actors odd --coder @sum --rules-only --fewest 1 --report new",
    "actors odd --coder @sum --rules-only --fewest 1 --out new.{}",
    "codebook lineage book --report new",
    "codebook sortings sorted.csv --permutations 99 --report new",
    "codebook sortings sorted.csv --permutations 99 --out new.{}",
    "topics lineage t --report new",
]
WITHOUT_NAMES = {
    "topics align", "topics intrusion", "topics sweep", "topics effects", "topics saturation",
    "topics fit", "topics show", "topics update", "topics lineage", "coding plan",
}  # fmt: skip
"""What these write holds words and figures, and nothing that begins like a formula."""


def _tables(root: Path) -> set[Path]:
    hidden = (".textmine", ".history", "models")
    found = {path for ending in ("csv", "xlsx") for path in root.rglob(f"*.{ending}")}
    return {path for path in found if path.relative_to(root).parts[0] not in hidden}


TYPED = [
    command.replace("{}", ending)
    for command in TABLES
    for ending in (("csv", "xlsx") if "{}" in command else ("",))
]
"""The commands with each ending; a report writes tables of both kinds at once."""


@pytest.mark.slow
@pytest.mark.parametrize("command", TYPED, ids=lambda command: " ".join(command.split()[:4]))
def test_no_table_acts(odd, run_in, command):
    run = run_in(odd.root)
    before = _tables(odd.root)
    ran = run(*command.split())
    assert ran.code == 0, ran.err
    made = _tables(odd.root) - before
    assert made
    assert [(path.name, cells) for path in made if (cells := acting_cells(path))] == []
    for path in made - {path for path in made if path.suffix == ".xlsx"}:
        content = path.read_bytes()
        assert content.startswith(b"\xef\xbb\xbf"), path
        assert b"\r" not in content, path
    hostile = [cell for path in made for cell in _kept_from_running(path)]
    assert bool(hostile) != (" ".join(command.split()[:2]) in WITHOUT_NAMES)


def _kept_from_running(path: Path) -> list[str]:
    """The cells that would act but for an apostrophe, or what stands for it in a workbook."""
    if path.suffix == ".xlsx":
        cells = [c for sheet in openpyxl.load_workbook(path) for row in sheet for c in row]
        return [str(cell.value) for cell in cells if cell.quotePrefix]
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return [cell for row in csv.reader(stream) for cell in row if restore(cell) != cell]


NO_TABLES = {
    "curve --figure", "corpus fetch --cache", "corpus pseudonymise --key",
    "corpus pseudonymise --decisions", "corpus reidentification --key", "codebook new --from-table",
    "codebook show --out", "coding adjudicate --resolved", "topics intrusion --score",
    "topics fit --set-aside", "topics sweep --set-aside",
    "corpus fetch --skip-bad-rows", "coding stop --report",
    "evaluate --report", "curve --report", "corpus check --report", "memo show --report",
    "memo add --file", "memo change --file", "timeline --events", "codebook crosswalk --report",
    "codebook crosswalk --out",
    "apply --report", "coding anchoring --report", "doctor --attest", "report --settings",
    "exchange read --map", "llm code --out", "llm code --report", "llm code --code-tokens",
    "llm code --queue",
}  # fmt: skip
"""Options that name a file to read or a figure; a fetch puts rows aside as an import, and these
pages, of counts or of much work, are written as all others are. Two codebooks on one corpus are
tried in tests/reading/test_two_codebooks.py, the table of a language model in tests/llm."""


def _options_of_files(group: Any, words: tuple[str, ...] = ()) -> set[str]:
    if hasattr(group, "commands"):
        found = [_options_of_files(one, (*words, name)) for name, one in group.commands.items()]
        return set().union(*found)
    return {
        f"{' '.join(words[:2])} {option.opts[0]}"
        for option in group.params
        if option.opts[0].startswith("--") and option.name != "workspace"
        if option.name == "report" or "Path" in str(getattr(option, "type_descriptor", ""))
    }


def test_every_option_that_names_a_table_is_tried():
    options = _options_of_files(typer.main.get_command(app)) - NO_TABLES
    assert len(options) > 15
    for name in options:
        *words, option = name.split()
        assert [c for c in TABLES if c.split()[: len(words)] == words and f" {option} " in c], name


PRINTED = [
    "apply m odd",
    "suggest odd --codebook book",
    "agreement odd --show pairs -f csv",
    "benchmark odd --system m --reference @sum -f csv",
    "codebook show book -f csv",
    "coding adjudicate odd -f csv",
    "coding draws odd -f csv",
    "coding history odd @d001 -f csv",
    "coding ledger odd -f csv",
    "corpus check odd -f csv",
    "corpus duplicates odd -f csv",
    "corpus info odd -f csv",
    "corpus threads odd -f csv",
    "corpus exclusions odd -f csv",
    "participants list odd -f csv",
    "participants list odd --by =kind --by case -f csv",
    "kwic odd train -f csv",
    "find train odd -f csv",
    "memo list -f csv",
    "memo show 1 -f csv",
    "prevalence m odd --coder @sum -f csv",
    "quotes odd -f csv",
    "suspect m -f csv",
    "tabulate odd --coder @sum -f csv",
    "tabulate odd --coder @sum --by author -f csv",
    "compare odd --coder @sum --by half -f csv",
    "cooccurrence odd --coder @sum --count authors -f csv",
    "topics show t -f csv",
    "words odd -f csv",
    "matrix odd --coder @sum --rows author --columns mood -f csv",
    "timeline odd --by meta.-1+1 -f csv",
    "codebook sortings sorted.csv --permutations 99 -f csv",
]


@pytest.mark.parametrize("command", PRINTED)
def test_nothing_acts_in_a_table_that_is_printed(odd, run_in, command):
    ran = run_in(odd.root)(*command.split())
    assert ran.code == 0, ran.err
    assert not ran.out.startswith("\ufeff")
    cells = [cell for row in csv.reader(io.StringIO(ran.out)) for cell in row]
    assert cells
    assert not [cell for cell in cells if acts(cell)]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_docket_goes_out_and_comes_back(odd, run_in, tmp_path, form):
    run = run_in(odd.root)
    path = tmp_path / f"open.{form}"
    assert run("coding", "adjudicate", "odd", "--sheet", path).code == 0
    _fill_in(path, {"resolved": "＝z", "reason": "=because"})
    ran = run("coding", "adjudicate", "odd", "--resolved", path, "--by", "@sum")
    assert ran.code == 0, ran.err
    made = [one for one in open_codings(odd).current("odd") if one.origin == "adjudicated"]
    assert len(made) > 5
    assert {(one.code, one.memo) for one in made} == {("＝z", "=because")}


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("text", ["=Ada", "'@Ada", " -Ada", "Ada\u2028Lane", "+44 Ada", "Ada"])
def test_decisions_go_out_and_come_back(tmp_path, form, text):
    path = tmp_path / f"review.{form}"
    write_review(path, [dict.fromkeys(REVIEW_COLUMNS, "x") | {"text": text, "type": "person"}])
    _fill_in(path, {"decision": "keep"})
    assert [*load_decisions(path)] == [plain(text)]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("bad", FORMULAS)
def test_strangers_go_out_and_come_back(tmp_path, form, bad):
    path = tmp_path / f"tasks.{form}"
    tasks = [
        Task("-1", "=t", "", ("one", bad, "two"), 1),
        Task("=2", "=t", "", (f" {bad} {bad}", "b", "c"), 0),
    ]
    write_tasks(tasks, path)
    _fill_in(path, {ANSWER: neutralise(bad) if form == "csv" else bad})
    with pytest.raises(BadRowsError, match="none of the choices"):
        read_answers(tasks, path)
    assert read_answers(tasks[:1], path) == [2]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_rows_put_aside_are_mended_and_come_back(workspace, run, tmp_path, form):
    texts = [f"{start} and a text of some length" for start in STARTS]
    rows = [["1", "a text"], *(["", text] for text in texts)]
    bad = write_csv(tmp_path / "bad.csv", ["id", "text"], rows)
    aside = tmp_path / f"aside.{form}"
    ran = run("corpus", "import", bad, "--name", "a", "--id", "id", "--skip-bad-rows", aside)
    assert ran.code == 0, ran.err
    _fill_in(aside, {"id": None})
    ran = run("corpus", "import", aside, "--name", "b", "--id", "id", "--text", "text")
    assert ran.code == 0, ran.err
    assert load_corpus(workspace, "b").texts == [text.strip() for text in texts]


def _fill_in(path: Path, cells: dict[str, str | None]) -> None:
    """Write these cells into every row as a person does; None counts the rows."""
    if path.suffix == ".xlsx":
        book = openpyxl.load_workbook(path)
        sheet = book.active
        names = [cell.value for cell in sheet[1]]
        for row in range(2, sheet.max_row + 1):
            for name, value in cells.items():
                cell = sheet.cell(row, names.index(name) + 1, value or str(row))
                cell.data_type = "s"
        book.save(path)
        return
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    filled = [row | {n: v or str(at) for n, v in cells.items()} for at, row in enumerate(rows, 2)]
    write_csv(path, list(rows[0]), [list(row.values()) for row in filled])


HOSTILE = ["<script>alert(1)</script>", "a|b", "[x](javascript:1)", "`code`", "a\n# b", "]]>"]


@pytest.mark.parametrize("bad", [*HOSTILE, *ESCAPES.values()])
def test_markdown_takes_a_name_as_a_name(bad):
    shown = in_markdown(bad)
    assert not ACTS.search(shown)
    assert "\n" not in shown
    assert not re.search(r"(?<!\\)[<>|\[\]`]", shown)


@pytest.mark.parametrize("bad", [*HOSTILE, *ESCAPES.values(), '" onload="alert(1)'])
def test_a_chart_takes_a_name_as_a_name(bad):
    rows = [{"label": f"{bad} {n}", "value": 0.5, "low": 0.4, "high": 0.6} for n in range(2)]
    root = etree.fromstring(interval_chart(rows, label="label").encode())
    tags = {etree.QName(one).localname for one in root.iter() if isinstance(one.tag, str)}
    assert not tags & {"script", "a", "foreignObject", "image"}
    assert not [name for one in root.iter() for name in one.attrib if name.startswith("on")]
    assert not ACTS.search("".join(root.itertext()))


@pytest.mark.parametrize("bad", [*HOSTILE, *ESCAPES.values()])
def test_a_page_of_a_codebook(workspace: Workspace, run: Run, tmp_path: Path, bad: str):
    _corpus(workspace, tmp_path, bad)
    ran = run("codebook", "show", "book", "--format", "html", "--out", tmp_path / "b.html")
    assert ran.code == 0, ran.err
    page = (tmp_path / "b.html").read_text(encoding="utf-8")
    assert "<script" not in page
    assert 'href="javascript:' not in page
    assert not ACTS.search(page)
    if "\u202e" in bad:
        assert "\\u202edef" in page


def test_the_page_and_figures_of_a_corpus(workspace, run, tmp_path):
    _corpus(workspace, tmp_path, "".join(ESCAPES.values()).replace("\x00", ""))
    ran = run("report", "odd", "--name", "r")
    assert ran.code == 0, ran.err
    files = [
        path
        for path in workspace.root.rglob("*")
        if path.suffix in (".html", ".svg") and ".textmine" not in path.parts
    ]
    assert {path.suffix for path in files} == {".html", ".svg"}
    for path in files:
        assert not ACTS.search(path.read_text(encoding="utf-8")), path


RIGHT_TO_LEFT = ["مرحبا بالعالم", "שלום עולם", "سلام \u200fدنیا", "a \u200eb"]


@pytest.mark.parametrize("text", RIGHT_TO_LEFT)
def test_texts_from_right_to_left_stay_readable(text):
    assert marked(text) == in_markdown(text) == text
    codes = [Code(id=one, name=text, definition=text, examples=(text,)) for one in ("a", "b")]
    dimension = Dimension(id="d", name=text, codes=tuple(codes))
    book = Codebook(name="book", title=text, dimensions=(dimension,))
    page = codebook_page(book)
    assert page.count(text) >= 6
    assert f'<h1 dir="auto">{text}</h1>' in page
    assert f"<bdi>{text}</bdi>" in page
    assert f'<q dir="auto">{text}</q>' in page
    rows = [{"label": text, "value": 0.5, "low": 0, "high": 1}]
    assert text in interval_chart(rows, label="label")
