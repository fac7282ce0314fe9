"""Bad input is a sentence: what is wrong, in which file and row, and what to do."""

from __future__ import annotations

import shlex
import zipfile

import pytest

from tests.helpers import visible_files
from textmine.schema import MAX_TEXT

GOOD = b"id,text\n1,a first message of some length\n2,a second one\n"
CODES = b"id,coder,goal_orientation\n1,ann,A\n2,ann,B\n"
IMPORT = "corpus import t.csv --name c"
CODING = "coding import t.csv --corpus forum --codebook ling-martins-2015"

# (command, content of t.csv or None, what the message says, in this order)
BAD_FILES = [
    (
        f"{IMPORT} --encoding utf-8",
        "id,text\n1,café\n".encode("latin-1"),
        ["t.csv is not in utf-8", "line 2", "0xE9", "--encoding"],
    ),
    (
        f"{IMPORT} --encoding klingon",
        GOOD,
        ["'klingon' is not the name of an encoding", "Try utf-8"],
    ),
    (
        f"{IMPORT} --text mesage",
        GOOD,
        ["t.csv has no column 'mesage' (named for text)", "Known: id, text"],
    ),
    (f"{IMPORT} --lang de", GOOD, ["no column 'de'", 'write lang = "de" under [nlp]']),
    (f"{IMPORT} --id idd", GOOD, ["no column 'idd'", "Did you mean 'id'?"]),
    (
        f"{IMPORT} --separator tabs",
        GOOD,
        ["'tabs' cannot separate cells", "comma, semicolon, tab, bar"],
    ),
    (
        f"{IMPORT} --sheet one",
        GOOD,
        ["--sheet has no meaning for the reader 'csv'", "Leave it out"],
    ),
    (f"{IMPORT} --reader sas", GOOD, ["no reader 'sas'", "csv, "]),
    (
        "corpus import t.csv --name 'my corpus'",
        GOOD,
        ["'my corpus' cannot be a name", "Use letters"],
    ),
    (IMPORT, b"", ["t.csv is empty", "Export it again"]),
    (IMPORT, b"id,text\n", ["t.csv has a header and no rows", "Export it again"]),
    (
        IMPORT,
        b"a,b\n1,2\n3,4\n",
        ["No column of t.csv looks like the text", "--text COLUMN", "a, b"],
    ),
    (IMPORT, b"id,text,text\n1,a,b\n", ["two columns called 'text'", "its own name"]),
    (
        IMPORT,
        b"id,text\n1," + b"x" * 20_000_000 + b"\n",
        [
            "1 row of t.csv",
            "row 2, column 'text'",
            "20,000,000 characters",
            f"{MAX_TEXT:,}",
            "cut it",
        ],
    ),
    (
        IMPORT,
        b"id,text\n1,some words\0 with a NUL\n2,good enough words\n",
        ["row 2, column 'text'", "NUL character", "--skip-bad-rows FILE"],
    ),
    (
        f"{IMPORT} --id id",
        b"id,text\n1,some message text\n1,again\n,x\n4,\n5,a,b\n",
        [
            "4 rows of t.csv",
            "row 3, column 'id': id '1' is already that of row 2",
            "row 4, column 'id': the id is empty",
            "row 5, column 'text': the text is empty",
            "row 6: 3 cells where the header has 2",
            "Correct the rows",
        ],
    ),
    (
        f"{IMPORT} --created-at date",
        b"id,text,date\n1,some message,soon\n",
        ["row 2, column 'date': 'soon' is not a date"],
    ),
    (
        f"{IMPORT} --id id",
        b"id,text,reply_to\n1,some message,2\n2,x,1\n3,y,3\n4,z,9\n",
        [
            "row 2",
            "lead back to itself",
            "row 3",
            "row 4",
            "its own parent",
            "row 5",
            "no document '9'",
        ],
    ),
    (
        IMPORT,
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        ["t.csv is not a text file but an image", "save it as CSV"],
    ),
    (
        IMPORT,
        b"PK\x03\x04" + bytes(range(256)),
        ["t.csv is not a text file but a zip", "save it as CSV"],
    ),
    (IMPORT, bytes(range(256)) * 8, ["t.csv is not in UTF-8", "byte 0x80", "--encoding"]),
    (IMPORT, None, ["no file", "t.csv", "Check the name"]),
    ("corpus import t.dat", None, ["no file or folder t.dat", "Check the name"]),
    (
        "corpus import textmine.toml",
        None,
        ["ending of textmine.toml", "Known endings: ", ".csv, ", "--reader csv"],
    ),
    ("corpus import models", None, ["models has no document", "Name the folder"]),
    (f"{IMPORT} --skip-bad-rows none/aside.csv", GOOD, ["folder none does not exist", "Create it"]),
    (f"{IMPORT} --skip-bad-rows models", GOOD, ["models is a folder", "Name a file"]),
    (
        f"{CODING} --coder ann",
        b"id,goal_orientation\n1,Z\n",
        ["1 row of t.csv", "row 2", "'Z' is not a code of 'goal_orientation'", "Known: "],
    ),
    (
        f"{CODING} --coder ann",
        b"id,goal_orientation\n1,achieving aims\n",
        ["'achieving aims' is not a code", "Did you mean 'achieving ends'?"],
    ),
    (CODING, b"id,goal_orientation\n1,A\n", ["does not say who gave the codes", "--coder NAME"]),
    (
        CODING,
        CODES + b"1,ann,C\n",
        [
            "2 rows of t.csv",
            "row 2",
            "row 4",
            "ann gives document '1' more than one code on 'goal_orientation'",
            "--skip-bad-rows FILE",
        ],
    ),
    (
        CODING.replace("2015", "2051"),
        CODES,
        ["no codebook 'ling-martins-2051'", "Did you mean 'ling-martins-2015'"],
    ),
    (CODING.replace("forum", "form"), CODES, ["no corpus 'form'", "Did you mean 'forum'?"]),
    (f"{CODING} --map goal_orientation", CODES, ["is not a mapping", "COLUMN=DIMENSION"]),
    (
        "coding import t.csv --corpus forum --codebook my.toml",
        CODES,
        ["There is no codebook file my.toml", "Check the name"],
    ),
    (
        "agreement t.csv",
        b"id,ann\n1,A\n2,B\n",
        ["t.csv has the codes of one coder only (ann)", "--coders A,B"],
    ),
    (
        "agreement t.csv --coders ann,bo",
        b"id,ann,bob\n1,A,A\n",
        ["no column 'bo'", "Did you mean 'bob'?"],
    ),
    (
        "agreement t.csv --by thread",
        b"id,ann,bob\n1,A,A\n",
        ["table of codes has no threads", "--by unit"],
    ),
    (
        "agreement t.csv --coders ann,bob --categories A",
        b"id,ann,bob\n1,A,B\n",
        ["code 'B' by bob", "--categories"],
    ),
    (
        "agreement t.csv",
        b"id,ann,bob\n1,A\n",
        ["1 row of t.csv", "row 2: 2 cells", "Correct the rows"],
    ),
    ("agreement t.csv", b"id,ann,bob\n", ["t.csv has a header and no rows"]),
    ("agreement t.csv", None, ["no file", "t.csv", "Check the name"]),
]

BAD_NAMES = [
    ("corpus info froum", ["no corpus 'froum'", "Did you mean 'forum'?"]),
    ("corpus export froum --out a.csv", ["no corpus 'froum'", "Did you mean 'forum'?"]),
    ("corpus export forum --out a.doc", ["Cannot export to 'a.doc'", ".csv, .tsv, .jsonl"]),
    ("corpus export forum --out none/a.csv", ["folder none does not exist", "Create it"]),
    (
        "corpus export forum --out a.csv --where autor=Maren",
        ["no column 'autor'", "Did you mean 'author'?"],
    ),
    (
        "corpus export forum --out a.csv --where author",
        ["'author' is not a condition", "COLUMN=VALUE"],
    ),
    ("corpus export forum --out a.csv --where author=Xy", ["No document of 'forum' has author=Xy"]),
    ("codebook show ling", ["no codebook 'ling'", "Known: ling-martins-2015"]),
    ("codebook check none.toml", ["no codebook file none.toml", "Check the name"]),
    ("tabulate froum", ["no corpus 'froum'", "Did you mean 'forum'?"]),
    ("tabulate forum --coder agred", ["no coder 'agred'", "Did you mean 'agreed'?"]),
    (
        "tabulate forum --dimension goal_orientatoin",
        ["no dimension 'goal_orientatoin'", "Did you mean 'goal_orientation'?"],
    ),
    ("tabulate forum --codebook ling", ["no codebook 'ling'", "ling-martins-2015"]),
    ("agreement froum", ["no corpus 'froum'", "Did you mean 'forum'?"]),
    ("agreement forum --coders coder-1,coder-9", ["no coder 'coder-9'", "Did you mean 'coder-"]),
    (
        "agreement forum --coders coder-1",
        ["codes of 1 human coder(s): coder-1", "Agreement needs two"],
    ),
    ("prepare froum --profile fast", ["no corpus 'froum'", "Did you mean 'forum'?"]),
    (
        "prepare forum --profile fats",
        ["Setting 'nlp.profile' in the command line", "'full' or 'fast'", "Got 'fats'"],
    ),
    (
        "prepare forum --processes 0",
        ["Setting 'nlp.n_process'", "greater than or equal to 1", "Got 0"],
    ),
    (
        "prepare forum --profile fast --layers tags",
        ["tags need a statistical model", "--profile full"],
    ),
    ("init .", ["is a workspace already"]),
    ("corpus list --workspace none", ["No workspace in", "none", "textmine init"]),
]


# Options that cannot be meant: (command, what the message says, in this order)
BAD_USAGE = [
    (
        "prepare forum --profile fast --layers sounds",
        ["--layers", "no layer 'sounds'", "layers are words, lemmas"],
    ),
    ("corpus pseudonymise forum", ["--name", "needs a name", "--dry-run"]),
    ("corpus export forum --out f --to elsewhere", ["--to", "'elsewhere'", "convokit"]),
    (f"{IMPORT} --split pages", ["--split", "'pages'", "sections"]),
    (f"{IMPORT} --date-order ymd", ["--date-order", "'ymd'", "dmy"]),
    (f"{IMPORT} --no-header --header-rows 2", ["--no-header and --header-rows contradict"]),
    (f"{IMPORT} --text a --question b", ["--text and --question contradict"]),
    ("coding sample forum --n 5 --share .5", ["2 of --n, --share and --all"]),
    ("undo --redo --list", ["--list, --redo, --forget", "one at a time"]),
]


def _is_sentence(ran, parts, code=1):
    assert ran.code == code, ran.err
    assert "Traceback" not in ran.err
    message = ran.err[ran.err.index("Error: ") :]
    at = 0
    for part in parts:
        assert part in message[at:], f"{part!r} is not in {message!r} after place {at}"
        at = message.index(part, at)
    assert ran.out == ""


@pytest.mark.slow
@pytest.mark.parametrize(("command", "content", "parts"), BAD_FILES)
def test_bad_files(coded, run, command, content, parts):
    if content is not None:
        (coded.root / "t.csv").write_bytes(content)
    before = visible_files(coded.root)
    _is_sentence(run(*shlex.split(command)), parts)
    assert visible_files(coded.root) == before


@pytest.mark.parametrize(("command", "parts"), BAD_NAMES)
def test_bad_names(coded, run, command, parts):
    before = visible_files(coded.root)
    _is_sentence(run(*shlex.split(command)), parts)
    assert visible_files(coded.root) == before


@pytest.mark.parametrize(("command", "parts"), BAD_USAGE)
def test_wrong_usage(coded, run, command, parts):
    (coded.root / "t.csv").write_bytes(GOOD)
    before = visible_files(coded.root)
    _is_sentence(run(*shlex.split(command)), parts, code=2)
    assert visible_files(coded.root) == before


@pytest.mark.parametrize(
    ("settings", "parts"),
    [
        ("sede = 1", ["Setting 'sede' in", "textmine.toml", "Got 1", "Did you mean 'seed'?"]),
        (
            "[nlp]\nn_process = 0",
            ["'nlp.n_process'", "greater than or equal to 1", "Got 0", "Correct it"],
        ),
        ("seed = =", ["textmine.toml is not readable as TOML", "line 1", "Correct that line"]),
    ],
)
def test_broken_settings(coded, run, settings, parts):
    (coded.root / "textmine.toml").write_text(settings)
    for command in ("corpus list", "tabulate forum", "codebook list"):
        _is_sentence(run(*command.split()), parts)


@pytest.mark.parametrize(
    ("codings", "parts"),
    [
        ("nonsense", ["The codings cannot be reached", "Check 'codings' in textmine.toml"]),
        ("sqlite:///textmine.toml", ["cannot be used: file is not a database", "Check 'codings'"]),
    ],
)
def test_a_broken_store(coded, run, codings, parts):
    (coded.root / "textmine.toml").write_text(f'codings = "{codings}"\n' + "# x\n" * 300)
    _is_sentence(run("tabulate", "forum"), parts)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("name = ", ["broken.toml is not readable as TOML", "Correct it"]),
        (
            'name = "broken"',
            [
                "broken.toml is not a valid codebook",
                "dimensions",
                "Field required",
                "--format toml",
            ],
        ),
        (
            'name = "x"\nextra = 1\n[[dimensions]]\nid = "a b"\nname = "n"\ncodes = []\n',
            ["broken.toml is not a valid codebook", "for a valid one"],
        ),
    ],
)
def test_broken_codebooks(workspace, run, text, parts):
    (workspace.root / "codebooks" / "broken.toml").write_text(text)
    for command in (
        "codebook list",
        "codebook show broken",
        "codebook check codebooks/broken.toml",
    ):
        _is_sentence(run(*command.split()), parts)


def test_a_codebook_that_codings_do_not_fit(coded, run):
    toml = run("codebook", "show", "ling-martins-2015", "--format", "toml").out
    changed = toml.replace('id = "C"', 'id = "D"')
    changed = changed[: changed.index("[product]")]
    (coded.root / "codebooks" / "ling-martins-2015.toml").write_text(changed)
    _is_sentence(
        run("codebook", "check", "ling-martins-2015"),
        [
            "codings do not fit codebook 'ling-martins-2015'",
            "goal_orientation = C by",
            "Write it back there",
        ],
    )


def test_no_workspace(tmp_path, run_in):
    run = run_in(tmp_path)
    for command in ("corpus list", "tabulate c", "agreement c", "prepare c", "corpus import t.csv"):
        _is_sentence(run(*command.split()), ["No workspace in", "or above", "textmine init"])
    assert run("codebook", "list").code == 0
    assert not list(tmp_path.iterdir())


def test_a_workbook_that_is_none(workspace, run):
    (workspace.root / "t.xlsx").write_bytes(GOOD)
    _is_sentence(
        run("corpus", "import", "t.xlsx"), ["t.xlsx is not an Excel workbook", "save it as"]
    )
    with zipfile.ZipFile(workspace.root / "t.xlsx", "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    _is_sentence(
        run("corpus", "import", "t.xlsx"), ["t.xlsx is not an Excel workbook", "save it as"]
    )


def test_one_coder_in_a_corpus(forum, run):
    (forum.root / "t.csv").write_bytes(CODES)
    assert run(*CODING.split()).code == 0
    _is_sentence(
        run("agreement", "forum"), ["'forum' has codes of 1 human coder(s): ann", "needs two"]
    )
    _is_sentence(run("tabulate", "forum"), ["No document has codes by ann on goal_orientation and"])


def test_a_corpus_without_codings(forum, run):
    for command in ("tabulate forum", "tabulate forum --coder ann"):
        _is_sentence(
            run(*command.split()), ["This corpus has no codings", "textmine coding import"]
        )
    _is_sentence(
        run("agreement", "forum"), ["This corpus has no codings", "textmine coding import"]
    )
    assert not (forum.root / "codings.db").exists()


def test_what_the_system_refuses_is_a_sentence(workspace, run):
    ran = run("corpus", "import", "x" * 300 + ".csv")
    assert ran.code == 1
    assert ran.err.startswith("Error: ")
    assert "Traceback" not in ran.err


@pytest.mark.parametrize(
    "command",
    [
        "",
        "corpus",
        "nonsense",
        "corpus import",
        "tabulate",
        "agreement",
        "corpus list --format xml",
        "corpus import t.csv --split words",
        "agreement c --resamples 5",
    ],
)
def test_wrong_usage_is_exit_code_2(workspace, run, command):
    ran = run(*command.split())
    assert ran.code == 2
    assert "Traceback" not in ran.err + ran.out


def test_stopping_is_said(workspace, run, monkeypatch):
    def stop(*arguments, **options):
        raise KeyboardInterrupt

    monkeypatch.setattr("textmine.corpus.read_documents", stop)
    ran = run("corpus", "import", "t.csv")
    assert ran.code == 130
    assert "Traceback" not in ran.err
    assert "Stopped: nothing was changed." in ran.err
