"""What was saved is what is read: edited, damaged, newer and incomplete folders are refused."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from tests.conftest import Run
from tests.made import copied, trained_root
from textmine.corpus import load_corpus
from textmine.errors import InputError
from textmine.store import Workspace, find_workspace
from textmine.store.manifest import open_manifest
from textmine.store.opened import inside, is_inside

Change = Callable[[Path], object]


@pytest.fixture
def trained(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path) -> Workspace:
    return copied(trained_root(tmp_path_factory.getbasetemp()), tmp_path / "trained")


def _cut(path: Path) -> None:
    pd.read_parquet(path).iloc[:100].to_parquet(path, index=False)


def _one_word(path: Path) -> None:
    frame = pd.read_parquet(path)
    frame.loc[3, "text"] = "Everybody is in favour of this."
    frame.to_parquet(path, index=False)


def _text(before: str, after: str) -> Change:
    def change(path: Path) -> None:
        text = path.read_text(encoding="utf-8")
        assert before in text
        path.write_text(text.replace(before, after), encoding="utf-8")

    return change


def _json(**keys: object) -> Change:
    def change(path: Path) -> None:
        path.write_text(json.dumps(json.loads(path.read_bytes()) | keys), encoding="utf-8")

    return change


def _without(*keys: str) -> Change:
    def change(path: Path) -> None:
        content = {k: v for k, v in json.loads(path.read_bytes()).items() if k not in keys}
        path.write_text(json.dumps(content), encoding="utf-8")

    return change


def _bytes(content: bytes) -> Change:
    return lambda path: path.write_bytes(content)


def _refused(ran, *words: str) -> None:
    assert ran.code == 1, ran.err
    assert "Traceback" not in ran.err
    assert ran.err.startswith("Error: "), ran.err
    for word in words:
        assert word in ran.err, ran.err


DAMAGED_CORPORA = [
    ("documents.parquet", _cut, "documents.parquet is damaged or was edited since"),
    ("documents.parquet", _one_word, "documents.parquet is damaged or was edited since"),
    ("documents.parquet", _bytes(b""), "documents.parquet is damaged or was edited since"),
    ("documents.parquet", Path.unlink, "documents.parquet is missing"),
    ("corpus.toml", _text("format = 1", "format = 99"), "reads up to 2. Upgrade textmine"),
    ("corpus.toml", _text("format = 1", 'format = "1"'), "does not say its format"),
    ("corpus.toml", _text("format = 1\n", ""), "does not say its format"),
    ("corpus.toml", _text("synthetic = true", "synthetic = false"), "is not what was saved"),
    ("corpus.toml", _text("documents = 131", "documents = 131000"), "is not what was saved"),
    ("corpus.toml", _text("documents = 131", 'documents = "many"'), "a count is no number"),
    ("corpus.toml", _text("[counts]", "[amounts]"), "cannot be read"),
    ("corpus.toml", _text('"documents.parquet" =', '"../forum.parquet" ='), "is not what was"),
    ("corpus.toml", _bytes(b"\xff\xfe"), "cannot be read"),
    ("corpus.toml", _bytes(b"a = " + b"[" * 5000), "cannot be read"),
]


@pytest.mark.parametrize(("file", "change", "sentence"), DAMAGED_CORPORA)
def test_a_corpus_that_is_not_what_was_saved(coded, run, file, change, sentence):
    change(coded.root / "corpora" / "forum" / file)
    for command in ("tabulate forum", "corpus info forum"):
        _refused(run(*command.split()), sentence)


@pytest.mark.parametrize("command", ["kwic forum the", "words forum", "corpus check forum"])
def test_every_command_refuses_it(coded, run, command):
    _cut(coded.root / "corpora" / "forum" / "documents.parquet")
    _refused(run(*command.split()), "Restore it from a copy, or import it again")


def test_people_may_change_what_is_theirs(coded, run):
    path = coded.root / "corpora" / "forum" / "corpus.toml"
    _text("sample forum", "The forum of the sample")(path)
    assert "The forum of the sample" in run("corpus", "info", "forum").out


def test_a_damaged_corpus_does_not_hide_the_others_and_can_be_replaced(coded, run):
    shutil.copytree(coded.root / "corpora" / "forum", coded.root / "corpora" / "other")
    _text("documents = 131", "documents = 1")(coded.root / "corpora" / "other" / "corpus.toml")
    listed = run("corpus", "list", "-f", "csv")
    assert listed.code == 0
    assert listed.out.count("forum") == 1
    assert "Corpus 'other' cannot be used" in listed.err
    ran = run("corpus", "remove", "other")
    assert ran.code == 0, ran.err


def test_what_was_hashed_is_hashed_again_when_it_changes(forum):
    assert len(load_corpus(forum, "forum")) == 131
    _cut(forum.root / "corpora" / "forum" / "documents.parquet")
    with pytest.raises(InputError, match="damaged or was edited"):
        load_corpus(forum, "forum")


DAMAGED_MODELS = [
    ("manifest.json", _json(format=99), "reads up to 2. Upgrade textmine"),
    ("manifest.json", _json(format=99, later="key"), "reads up to 2. Upgrade textmine"),
    ("manifest.json", _json(format="1"), "does not say its format"),
    ("manifest.json", _json(synthetic=False), "is not what was saved"),
    ("manifest.json", _json(synthetic="no"), "'synthetic'"),
    ("manifest.json", _json(details=[]), "'details'"),
    ("manifest.json", _json(details={"dimensions": 3}), "dimensions"),
    ("manifest.json", _json(settings={"nlp": {"lang": 3}}), "nlp.lang"),
    ("manifest.json", _without("files"), "is not what was saved"),
    ("manifest.json", _without("settings"), "'settings': Field required"),
    ("manifest.json", _without("format"), "does not say its format"),
    ("manifest.json", _bytes(b"[]"), "holds no keys"),
    ("manifest.json", _bytes(b"{" * 100_000), "cannot be read"),
]


@pytest.mark.parametrize(("file", "change", "sentence"), DAMAGED_MODELS)
@pytest.mark.parametrize("model", ["forum-model", "forum-topics"])
def test_a_manifest_that_is_not_what_was_saved(trained, run_in, model, file, change, sentence):
    change(trained.root / "models" / model / file)
    run = run_in(trained.root)
    topics = model == "forum-topics"
    _refused(
        run(*(("topics", "show", model) if topics else ("evaluate", model, "forum"))), sentence
    )
    listed = run("model", "list")
    assert listed.code == 0
    assert "Traceback" not in listed.err
    removed = run("model", "remove", model)
    assert removed.code == 0, removed.err


FILES = ["features-1.skops", "codebook.toml", "trained_on.txt", "scores.csv", "profile.json"]


@pytest.mark.parametrize("file", [*FILES, "out_of_fold/knowledge_domain.csv"])
@pytest.mark.parametrize("how", ["edited", "gone", "a link"])
def test_a_file_of_a_classifier_that_was_changed(trained, run_in, tmp_path, file, how):
    path = trained.root / "models" / "forum-model" / file
    if how == "edited":
        path.write_bytes(path.read_bytes() + b"\n")
    elif how == "gone":
        path.unlink()
    else:
        path.rename(tmp_path / "elsewhere")
        path.symlink_to(tmp_path / "elsewhere")
    ran = run_in(trained.root)("apply", "forum-model", "forum-new")
    _refused(ran, path.name, {"edited": "edited", "gone": "missing", "a link": "outside"}[how])
    _refused(run_in(trained.root)("report", "forum", "--model", "forum-model"), path.name)


@pytest.mark.parametrize("file", ["topic_word.npy", "order.npy", "vocabulary.txt"])
def test_a_file_of_topics_that_was_changed(trained, run_in, file):
    path = trained.root / "models" / "forum-topics" / file
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    _refused(run_in(trained.root)("topics", "show", "forum-topics"), file, "Fit it again")


def test_an_array_that_the_manifest_does_not_list_is_not_read(trained, run_in):
    (trained.root / "models" / "forum-topics" / "extra.npy").write_bytes(b"no array")
    assert run_in(trained.root)("topics", "show", "forum-topics").code == 0


def test_a_card_is_for_people_and_may_be_written_into(trained):
    folder = trained.root / "models" / "forum-model"
    (folder / "README.md").write_text("Our notes", encoding="utf-8")
    assert open_manifest(folder).name == "forum-model"


@pytest.mark.parametrize(
    "name",
    ["../x", "a/../../x", "/etc/passwd", "C:\\x", "\\\\server\\x", "..\\x", "", "a\0b", ".."],
)
def test_no_name_leads_out_of_a_folder(tmp_path, name):
    assert not is_inside(name)
    with pytest.raises(InputError, match="outside its folder"):
        inside(tmp_path, name, what="The model", again="Train it again.")


@pytest.mark.parametrize("name", ["a", "a/b.csv", "a..b", ".hidden", "a b"])
def test_names_that_stay(tmp_path, name):
    assert inside(tmp_path, name, what="", again="") == tmp_path / name


@pytest.mark.parametrize("key", ["features", "dimension"])
def test_a_forged_manifest_reads_nothing_outside(trained, run_in, key):
    """One without a seal, as an earlier textmine wrote it, with a path that leads out."""
    path = trained.root / "models" / "forum-model" / "manifest.json"
    content = json.loads(path.read_bytes())
    del content["seal"]
    content["details"]["dimensions"][0][key] = "../../../corpora/forum/x"
    path.write_text(json.dumps(content), encoding="utf-8")
    _refused(run_in(trained.root)("apply", "forum-model", "forum-new"))


@pytest.mark.slow
@pytest.mark.parametrize("key", ["dimensions", "corpus", "groups"])
def test_a_key_that_is_missing_is_named(trained, run_in, key):
    path = trained.root / "models" / "forum-model" / "manifest.json"
    content = json.loads(path.read_bytes())
    del content["seal"], content["details"][key]
    path.write_text(json.dumps(content), encoding="utf-8")
    ran = run_in(trained.root)("report", "forum", "--model", "forum-model")
    assert "Traceback" not in ran.err
    assert ran.code == 0 or f"'{key}'" in ran.err


KEYS = [
    (_json(format=2), "reads up to 1. Upgrade textmine"),
    (_json(seed="another"), "is not what was saved"),
    (_json(people=3), "'people'"),
    (_without("numbers"), "'numbers': Field required"),
    (_text('"alias": "', '"alias": "Z'), "is not what was saved"),
    (_bytes(b"{"), "is not a key that textmine can read"),
    (_bytes(b'{"format": 1}'), "Field required"),
]


@pytest.mark.parametrize(("change", "sentence"), KEYS)
def test_a_key_that_is_not_what_was_saved(forum: Workspace, run: Run, change, sentence):
    command = ("corpus", "pseudonymise", "forum", "--rules-only", "--name")
    assert run(*command, "one").code == 0
    key = forum.root / "keys" / "project.key.json"
    change(key)
    before = key.read_bytes()
    _refused(run(*command, "two"), sentence)
    assert key.read_bytes() == before
    assert find_workspace(forum.root).names("corpora", "corpus.toml") == ["forum", "one"]


def test_what_an_earlier_textmine_saved_is_still_read(forum, run):
    path = forum.root / "corpora" / "forum" / "corpus.toml"
    path.write_text(re.sub(r"seal = .*\n", "", path.read_text(encoding="utf-8")), encoding="utf-8")
    assert run("corpus", "info", "forum").code == 0


def test_a_report_that_people_wrote_into_is_not_replaced_in_silence(forum, run):
    assert "It replaces" not in run("report", "forum").err
    again = run("report", "forum")
    assert again.err.rstrip().endswith("It replaces the former one.")
    page = forum.root / "reports" / "forum" / "report.html"
    page.write_text(page.read_text(encoding="utf-8") + "<!-- ours -->", encoding="utf-8")
    ran = run("report", "forum")
    assert ran.code == 0
    assert "report.html is damaged or was edited since" in ran.err
    (page.parent / "manifest.json").write_text("{", encoding="utf-8")
    ran = run("report", "forum")
    assert ran.code == 0
    assert "cannot be read" in ran.err
    assert run("report", "forum").err.rstrip().endswith("It replaces the former one.")
