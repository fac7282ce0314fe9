"""A folder of transcripts of many kinds becomes a corpus by one command."""

from __future__ import annotations

from tests.corpus.reading.interviews.samples import SAID, documents, texts


def test_thirty_five_transcripts_of_mixed_kinds(run, workspace, tmp_path):
    folder = tmp_path / "talks"
    folder.mkdir()
    made = documents(folder)
    forms = list(texts().items())
    for n in range(35 - len(made)):
        name, text = forms[n % len(forms)]
        (folder / f"t{n:02d}-{name}").write_text(text, encoding="utf-8")
    ran = run("corpus", "import", folder, "--name", "talks")
    assert ran.code == 0, ran.err
    said = ran.out + ran.err
    assert f"35 interviews, {35 * len(SAID)} turns: 105 questions, 140 answers" in said
    assert "taken for interviewers: 'Interviewer' by the label in" in said
    assert "--interviewer NAME takes others" in said
    shown = run("corpus", "info", "talks")
    assert "read as" in shown.out


def test_who_asks_is_asked_for_and_named(run, workspace, tmp_path):
    said = "Maria: Why is it so?\nBen: Because.\nMaria: And then?\nBen: Nothing.\n"
    (tmp_path / "a.txt").write_text(said, encoding="utf-8")
    ran = run("corpus", "import", tmp_path / "a.txt")
    assert ran.code == 1
    assert "Nothing says who asks and who answers" in ran.err
    assert not (workspace.root / "corpora" / "a").exists()
    command = ("corpus", "import", tmp_path / "a.txt", "--interviewer", "Maria")
    ran = run(*command)
    assert ran.code == 0, ran.err
    assert "2 questions, 2 answers" in ran.out + ran.err
    table = tmp_path / "a.csv"
    table.write_text("id,text\n1,A text of some length.\n", encoding="utf-8")
    ran = run("corpus", "import", table, "--interviewer", "Maria")
    assert "--interviewer has no meaning for the reader 'csv'" in ran.err
