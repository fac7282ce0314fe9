"""Documents are left out of a corpus with a reason: commands go without them, none is lost."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import Run
from tests.helpers import visible_files, write_csv
from tests.made import copied, quick_workspace, small_root
from textmine.coding import current_codings, open_codings
from textmine.corpus import import_corpus, load_corpus, read_documents
from textmine.corpus.beside import Exclusion, Ledger, digest_of_text
from textmine.corpus.excluding import Judgement, judge_documents
from textmine.errors import InputError, NotFoundError
from textmine.store import Workspace


def _rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(text.removeprefix("\ufeff").splitlines()))


def test_every_command_goes_without_it_and_its_codings_stay(coded: Workspace, run: Run) -> None:
    ran = run("corpus", "exclude", "forum", "--id", "17", "--reason", "spam", "--by", "ann")
    assert ran.code == 0, ran.err
    assert "1 document is excluded: 17." in ran.err
    assert "n = 130 documents" in run("tabulate", "forum").out
    said = run("tabulate", "forum").err
    assert "1 document is excluded, and 6 codings with it" in said
    assert "no longer in the corpus" not in said
    assert len(open_codings(coded).current("forum")) == 786
    assert run("corpus", "info", "forum", "-f", "json").rows
    assert "130 documents" in run("corpus", "info", "forum").out
    assert run("kwic", "forum", "arriving", "--where", "id=17").code == 1


def test_what_is_taken_in_again_is_there_as_before(coded: Workspace, run: Run) -> None:
    before = load_corpus(coded, "forum")
    run("corpus", "exclude", "forum", "--id", "17", "--reason", "spam")
    run("corpus", "include", "forum", "--id", "17", "--reason", "an error")
    after = load_corpus(coded, "forum")
    assert after.documents.equals(before.documents)
    assert after.info.counts == before.info.counts
    ledger = _rows(run("corpus", "exclusions", "forum", "-f", "csv").out)
    assert [(row["decision"], row["reason"]) for row in ledger] == [
        ("out", "spam"),
        ("in", "an error"),
    ]


def test_undo_brings_the_former_state_back_to_the_byte(coded: Workspace, run: Run) -> None:
    before = visible_files(coded.root)
    run("corpus", "exclude", "forum", "--where", "group=network", "--reason", "not a member")
    assert visible_files(coded.root) != before
    ran = run("undo")
    assert ran.code == 0, ran.err
    assert visible_files(coded.root) == before


def test_a_dry_run_and_what_is_so_already_change_nothing(coded: Workspace, run: Run) -> None:
    before = visible_files(coded.root)
    ran = run("corpus", "exclude", "forum", "--id", "17", "--reason", "spam", "--dry-run")
    assert "Dry run, nothing was changed: 1 document is excluded: 17." in ran.err
    assert visible_files(coded.root) == before
    run("corpus", "exclude", "forum", "--id", "17", "--reason", "spam")
    before = visible_files(coded.root)
    ran = run("corpus", "exclude", "forum", "--id", "17", "--reason", "again")
    assert "1 document is excluded already: 17.\nNothing was changed." in ran.err
    assert visible_files(coded.root) == before


@pytest.mark.parametrize(
    ("options", "code", "sentence"),
    [
        (("--id", "17", "--reason", " "), 1, "needs a reason"),
        (("--id", "x17", "--reason", "spam"), 1, "has no document 'x17'"),
        (("--where", "group=nobody", "--reason", "spam"), 1, "No document of 'forum' has"),
        (("--where", "id!=x", "--reason", "all of it"), 1, "would be left"),
        (("--reason", "spam"), 2, "with --id, or choose them with --where"),
        (("--id", "17", "--where", "id=17", "--reason", "spam"), 2, "with --id, or choose"),
    ],
)
def test_what_cannot_be_decided_is_refused(
    coded: Workspace, run: Run, options: tuple[str, ...], code: int, sentence: str
) -> None:
    before = visible_files(coded.root)
    ran = run("corpus", "exclude", "forum", *options)
    assert ran.code == code
    assert sentence in ran.err
    assert visible_files(coded.root) == before


def test_an_import_keeps_the_ledger_and_another_text_is_not_excluded(
    workspace: Workspace, run: Run, tmp_path: Path
) -> None:
    header = ["id", "text"]
    first = [["a", "Buses run late."], ["b", "Buy our lamps."], ["c", "Rents are high."]]
    path = write_csv(tmp_path / "town.csv", header, first)
    run("corpus", "import", path)
    run("corpus", "exclude", "town", "--id", "b", "--id", "c", "--reason", "spam")
    write_csv(path, header, [*first[:2], ["c", "Rents are far too high."], ["d", "No lamps."]])
    ran = run("corpus", "import", path, "--replace")
    assert ran.code == 0, ran.err
    assert "1 document is excluded" in ran.err
    assert load_corpus(workspace, "town").ids == ["a", "c", "d"]
    assert "1 decision does not hold any more" in run("corpus", "exclusions", "town").err


def test_codes_of_an_excluded_document_can_be_brought(
    coded: Workspace, run: Run, tmp_path: Path
) -> None:
    run("corpus", "exclude", "forum", "--id", "17", "--reason", "spam")
    table = write_csv(tmp_path / "late.csv", ["document", "goal_orientation"], [["17", "B"]])
    options = ("--corpus", "forum", "--codebook", "ling-martins-2015", "--coder", "cy")
    ran = run("coding", "import", table, *options)
    assert ran.code == 0, ran.err
    current = current_codings(coded, load_corpus(coded, "forum"))
    assert any("7 codings with it" in remark for remark in current.remarks), current.remarks
    assert not any("no longer in the corpus" in remark for remark in current.remarks)
    assert all(coding.document != "17" for coding in current)


def test_the_documents_left_out_can_be_written_with_the_reasons(
    coded: Workspace, run: Run, tmp_path: Path
) -> None:
    run("corpus", "exclude", "forum", "--id", "17", "--reason", "=1+1", "--by", "ann")
    run("corpus", "export", "forum", "--excluded", "--out", tmp_path / "out.csv")
    [row] = _rows((tmp_path / "out.csv").read_text(encoding="utf-8"))
    assert (row["id"], row["meta.excluded_because"], row["meta.excluded_by"]) == (
        "17",
        "'=1+1",
        "ann",
    )
    ran = run("corpus", "export", "forum", "--out", tmp_path / "in.csv")
    assert "130 documents written" in ran.err
    assert "1 document is excluded" in ran.err


def test_copies_are_marked_among_what_is_left_and_nothing_is_lost(
    workspace: Workspace, run: Run, tmp_path: Path
) -> None:
    text = "The last bus leaves before the shift ends, so that we walk home."
    rows = [["a", text], ["b", text], ["c", text], ["d", "A fine park."]]
    run("corpus", "import", write_csv(tmp_path / "town.csv", ["id", "text"], rows))
    run("corpus", "exclude", "town", "--id", "a", "--reason", "spam")
    run("corpus", "duplicates", "town")
    corpus = load_corpus(workspace, "town")
    assert corpus.column("meta.duplicate_first") == ["yes", "no", "yes"]
    assert load_corpus(workspace, "town", whole=True).ids == ["a", "b", "c", "d"]
    ran = run("corpus", "include", "town", "--id", "a", "--reason", "an error")
    assert "run 'textmine corpus duplicates town' again" in ran.err


def test_an_edited_ledger_is_refused(coded: Workspace, run: Run) -> None:
    run("corpus", "exclude", "forum", "--id", "17", "--reason", "spam")
    path = coded.root / "corpora" / "forum" / "exclusions.json"
    path.write_text(path.read_text(encoding="utf-8").replace("spam", "ham"), encoding="utf-8")
    ran = run("tabulate", "forum")
    assert ran.code == 1
    assert "exclusions.json is damaged or was edited since" in ran.err


def test_what_was_made_of_it_knows_that_it_changed(coded: Workspace, run: Run) -> None:
    before = load_corpus(coded, "forum").info.digest
    assert before == load_corpus(coded, "forum").info.files["documents.parquet"]
    run("corpus", "exclude", "forum", "--id", "17", "--reason", "spam")
    after = load_corpus(coded, "forum").info
    assert after.digest != before == after.files["documents.parquet"]


_DECISIONS = st.lists(st.tuples(st.booleans(), st.integers(0, 5)), max_size=12)


@given(_DECISIONS)
def test_the_last_decision_on_a_document_holds(decisions: list[tuple[bool, int]]) -> None:
    entries = tuple(
        Exclusion(
            document=f"d{n}", text_digest=digest_of_text(f"text {n}"), when="", reason="r", out=out
        )
        for out, n in decisions
    )
    last = {f"d{n}": out for out, n in decisions}
    documents = [(f"d{n}", f"text  {n} ") for n in range(6)]
    found = Ledger(entries=entries).left_out(documents)
    assert found == [identity for identity, _ in documents if last.get(identity, False)]
    assert not Ledger(entries=entries).left_out([(f"d{n}", "another") for n in range(6)])


def test_any_row_of_decisions_loses_no_document(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    space = copied(small_root(tmp_path_factory.getbasetemp()), tmp_path / "short")
    every = load_corpus(space, "small")
    for step in range(8):
        chosen = tuple(every.ids[step::5])
        judge_documents(space, "small", Judgement(step % 3 != 2, "why", ids=chosen))
        here = load_corpus(space, "small")
        assert {*here.ids, *here.excluded} == set(every.ids)
        assert here.info.counts["documents"] == len(here)
        assert load_corpus(space, "small", whole=True).documents.equals(every.documents)


def test_ids_and_reasons_are_asked_for(tmp_path: Path) -> None:
    space = quick_workspace(tmp_path / "ws")
    path = write_csv(tmp_path / "town.csv", ["id", "text"], [["a", "One."], ["b", "Two."]])
    import_corpus(space, "town", read_documents(path))
    with pytest.raises(NotFoundError, match="has no document 'c'"):
        judge_documents(space, "town", Judgement(True, "why", ids=("c",)))
    with pytest.raises(InputError, match="No document of 'town' is excluded"):
        judge_documents(space, "town", Judgement(False, "why", where=("id=a",)))
