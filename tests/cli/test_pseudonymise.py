from __future__ import annotations

import csv
import hashlib
import stat

import pytest

from tests.helpers import visible_files, write_csv
from textmine.coding import open_codings
from textmine.corpus import load_corpus
from textmine.privacy import open_key
from textmine.schema import Coding

ROWS = [
    ("1", "Sarah Miller", "My name is Sarah Miller of 12 Elm Street, mail s@example.org 😀", "a"),
    ("2", "Tom Reed", "As Sarah said, no. מרחבא Tom", "a"),
    ("3", "mo_77", "=Okay @mo_77, ask Zanzibarov", "b"),
]


@pytest.fixture
def small(workspace, run):
    write_csv(workspace.root / "m.csv", ["id", "author", "text", "team"], ROWS)
    assert run("corpus", "import", "m.csv", "--name", "small").code == 0
    return workspace


def _texts(space, name):
    return load_corpus(space, name).texts


def test_a_new_corpus_a_key_and_the_old_one_untouched(small, run):
    before = visible_files(small.root)
    ran = run("corpus", "pseudonymise", "small", "--name", "safe", "--seed", "1", "-f", "json")
    assert ran.code == 0
    counts = {row["kind"]: row for row in ran.rows}
    assert counts["e-mail"]["replaced"] == 1
    assert counts["person"]["replaced"] == 4
    authors = load_corpus(small, "safe").column("author")
    assert _texts(small, "safe")[1].startswith(f"As {authors[0]} said, no. מרחבא {authors[1]}")
    after = visible_files(small.root)
    assert {name: after[name] for name in before} == before
    new = set(after) - set(before)
    assert new == {
        "corpora/safe/corpus.toml", "corpora/safe/documents.parquet",
        "keys/.gitignore", "keys/project.key.json",
    }  # fmt: skip
    assert stat.S_IMODE((small.root / "keys" / "project.key.json").stat().st_mode) == 0o600
    for said in ("an aid, not anonymity", "never share it", "corpus export safe", "read by"):
        assert said in ran.err
    for original in ("Sarah", "Miller", "Reed", "s@example.org", "mo_77"):
        shared = b"".join(
            (small.root / "corpora" / "safe" / name).read_bytes()
            for name in ("corpus.toml", "documents.parquet")
        )
        assert original.encode() not in shared
        assert all(original not in text for text in _texts(small, "safe"))


def test_the_same_seed_gives_the_same_bytes(small, run):
    digests = []
    for key in ("one.json", "two.json"):
        name = f"safe-{len(digests)}"
        run("corpus", "pseudonymise", "small", "--name", name, "--seed", "1", "--key", key)
        digests.append(_digest(small, name))
    assert digests[0] == digests[1]


def _digest(space, name):
    path = space.root / "corpora" / name / "documents.parquet"
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_the_key_makes_it_again_without_a_seed(small, run):
    run("corpus", "pseudonymise", "small", "--name", "one")
    run("corpus", "pseudonymise", "small", "--name", "two")
    assert _digest(small, "one") == _digest(small, "two")


def test_a_review_list_goes_out_and_comes_back(small, run):
    ran = run("corpus", "pseudonymise", "small", "--dry-run", "--review", "r.csv", "--rules-only")
    assert ran.code == 0
    assert "no corpus and no key was written" in ran.err
    assert not (small.root / "keys").exists()
    path = small.root / "r.csv"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert "Zanzibarov" in {row["text"] for row in rows}
    assert {row["decision"] for row in rows} == {""}
    for row in rows:
        row["decision"] = "keep"
    rows.append({**rows[0], "text": "ask", "type": "place", "decision": "replace"})
    write_csv(path, list(rows[0]), [list(row.values()) for row in rows])
    ran = run(
        "corpus", "pseudonymise", "small", "--name", "safe", "--decisions", "r.csv", "--rules-only"
    )
    assert ran.code == 0
    assert _texts(small, "safe")[2].endswith(", [place 2] Zanzibarov")


def test_codings_stay_or_are_carried_with_their_spans(small, run):
    def coding(**given):
        return Coding("small", "1", "d", "c", "ann", codebook="b", **given)

    store = open_codings(small)
    store.append([coding(start=11, end=23, memo="Sarah!")])
    store.append([Coding("small", "2", "d", "c", "m", origin="machine", codebook="b")])
    ran = run("corpus", "pseudonymise", "small", "--name", "one")
    assert "1 coding by people stays with 'small'" in ran.err
    assert store.current("one") == []
    ran = run("corpus", "pseudonymise", "small", "--name", "two", "--carry-codings")
    assert "1 coding by people is recorded for 'two'" in ran.err
    (carried,) = store.current("two")
    alias = load_corpus(small, "two").column("author")[0]
    assert _texts(small, "two")[0][carried.start : carried.end] == alias
    assert carried.memo == ""


def test_ids_that_are_names_become_numbers_and_codings_follow(workspace, run):
    rows = [
        ("Eva_Holm#001", "I am Eva.", "Eva_Holm", "Eva_Holm", ""),
        ("Eva_Holm#002", "So it is.", "Eva_Holm", "Eva_Holm", "Eva_Holm#001"),
        ("letter-of-tom", "No.", "About Eva", "", ""),
    ]
    columns = ["id", "text", "title", "thread_id", "parent_id"]
    write_csv(workspace.root / "m.csv", columns, rows)
    assert run("corpus", "import", "m.csv", "--name", "talks").code == 0
    coding = Coding("talks", "Eva_Holm#002", "d", "c", "ann", codebook="b")
    open_codings(workspace).append([coding])
    asked = ("corpus", "pseudonymise", "talks", "--name", "safe", "--carry-codings", "--new-ids")
    ran = run(*asked)
    assert "Documents and threads have new ids; the key says which is which." in ran.err
    safe = load_corpus(workspace, "safe")
    assert safe.ids == ["t1#001", "t1#002", "d1"]
    assert safe.column("thread_id") == ["t1", "t1", ""]
    assert safe.column("parent_id") == ["", "t1#001", ""]
    assert safe.column("title")[0] == "t1"
    assert [coding.document for coding in open_codings(workspace).current("safe")] == ["t1#002"]
    key = open_key(workspace.root / "keys" / "project.key.json").corpora["safe"]
    assert key.ids["letter-of-tom"] == "d1"
    assert "was made of 'talks' before, and is just so" in run(*asked).err


def test_the_check_before_sharing(small, run):
    run("corpus", "pseudonymise", "small", "--name", "safe")
    ran = run(
        "corpus", "reidentification", "safe", "--columns", "team", "--key",
        "keys/project.key.json", "-f", "json",
    )  # fmt: skip
    assert ran.code == 0
    rows = {(row["check"], row["what"]): row for row in ran.rows}
    assert rows["alone with an attribute", "meta.team"]["count"] == 1
    assert rows["fewer than 5 share it", "meta.team"] == {
        "check": "fewer than 5 share it", "what": "meta.team", "count": 3, "of": 3,
        "unit": "authors",
    }  # fmt: skip
    assert not [what for check, what in rows if "key" in check]
    assert "counts of this corpus, not chances" in ran.err


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        ("pseudonymise small", 2, "needs a name"),
        ("pseudonymise small --name small", 1, "the old one stays"),
        ("pseudonymise gone --name x", 1, "There is no corpus 'gone'"),
        ("pseudonymise small --name x --key reports/k.json", 1, "cannot lie in reports/"),
        ("pseudonymise small --name x --key m.csv", 1, "not a key"),
        ("pseudonymise small --name x --keep planets", 1, "no kind of personal data"),
        ("pseudonymise small --name x --drop nothing", 1, "no column 'nothing'"),
        ("pseudonymise small --name x --review m.csv", 1, "decisions may stand in it"),
        ("pseudonymise small --name x --decisions m.csv", 1, "no column 'decision'"),
        ("pseudonymise small --name x --decisions gone.csv", 1, "gone.csv"),
        ("pseudonymise small --name x/y", 1, "cannot be a name"),
        ("reidentification small --columns tam", 1, "Did you mean 'team'"),
        ("reidentification small --key gone.json", 1, "There is no key"),
        ("reidentification small --k 1", 2, "--k"),
    ],
)
def test_what_cannot_be_done_is_a_sentence_and_writes_nothing(
    small, run, arguments, code, sentence
):
    before = visible_files(small.root)
    ran = run("corpus", *arguments.split())
    assert ran.code == code
    assert sentence in ran.err
    assert ran.out == ""
    assert visible_files(small.root) == before
