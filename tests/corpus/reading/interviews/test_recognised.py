"""Transcripts are known as such, and other documents are read as they always were."""

from __future__ import annotations

import zipfile

import pytest

from tests.conftest import STRATEGIES
from tests.corpus.reading.interviews.samples import SAID, texts
from tests.test_real_corpora import data_file
from textmine.corpus import ReadOptions, read_documents
from textmine.corpus.reading.interviews.files import looks_like_interviews
from textmine.errors import InputError

ORDINARY = {
    "faq": "Q: What is a plan?\nA: A paper.\nQ: Who writes it?\nA: The county.\n" * 3,
    "questions": "Question: What is a plan?\nAnswer: A paper.\n" * 4,
    "form": "Objective: Grow\nIndicator: Jobs\nTimeline: 2016\n" * 5,
    "aims": "Our aim: To grow.\nThe problem: No money.\nWe will: Spend.\nWhich one?\n" * 5,
    "agenda": "Welcome 9:30\nFirst talk\nCoffee 10:30\nSecond talk\nCoffee 11:30\nEnd 12:00\n",
    "notes": "Note: this is old.\nExample: a road.\nNote: this is new.\nExample: a house.\n" * 3,
    "glossary": "".join(f"Term {n}: what it means\n" for n in range(20)),
    "roman": "I: Introduction\nII: Methods\nIII: Results\nIV: Discussion\n",
    "table": "Place\tJobs\tYear\nNorth\t12\t2011\nSouth\t14\t2012\nNorth\t13\t2012\n" * 4,
    "headings": "Summary\nText of some length.\n\nAims\nMore text.\n\nSummary\nText again.\n" * 3,
    "play": "HAMLET: To be.\nHORATIO: Or not.\nHAMLET: That is it.\nHORATIO: Good night.\n",
}


@pytest.mark.parametrize("name", ORDINARY)
def test_ordinary_documents_stay_documents(tmp_path, name):
    (tmp_path / "a.txt").write_text(ORDINARY[name], encoding="utf-8")
    assert not looks_like_interviews(tmp_path / "a.txt")
    assert len(read_documents(tmp_path / "a.txt").checked) == 1
    assert len(read_documents(tmp_path).checked) == 1


def test_one_transcript_among_documents_changes_nothing(tmp_path):
    for name, text in ORDINARY.items():
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    (tmp_path / "talk.txt").write_text(texts()["colon.txt"], encoding="utf-8")
    reading = read_documents(tmp_path)
    assert len(reading.checked) == len(ORDINARY) + 1
    assert "meta.turn" not in reading.checked.documents


def test_a_document_among_transcripts_is_kept_whole(tmp_path):
    for n in range(3):
        (tmp_path / f"i{n}.txt").write_text(texts()["colon.txt"], encoding="utf-8")
    (tmp_path / "consent.txt").write_text("I agree to be recorded.", encoding="utf-8")
    reading = read_documents(tmp_path)
    assert len(reading.checked) == 3 * len(SAID) + 1
    assert any(
        "1 file without speakers, each one document: consent.txt" in one
        for one in reading.checked.remarks
    )


def test_transcripts_in_an_archive(tmp_path):
    with zipfile.ZipFile(tmp_path / "talks.zip", "w") as archive:
        for name in ("colon.txt", "zoom.vtt", "otter.txt"):
            archive.writestr(f"talks/{name}", texts()[name])
    reading = read_documents(tmp_path / "talks.zip")
    assert reading.table.facts["interviews"] == "3"
    assert len(reading.checked) == 3 * len(SAID)


def test_names_that_ask_make_an_interview(tmp_path):
    text = "Maria: Why so?\nBen: Because.\nMaria: And then?\nBen: Nothing.\n"
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    assert looks_like_interviews(tmp_path / "a.txt")
    whole = read_documents(tmp_path / "a.txt", ReadOptions(reader="text"))
    assert len(whole.checked) == 1


def test_a_file_without_speakers_is_told(tmp_path):
    (tmp_path / "a.txt").write_text("Only prose, and more of it.", encoding="utf-8")
    with pytest.raises(InputError, match=r"a\.txt names no speakers, as in 'Anna: …'"):
        read_documents(tmp_path / "a.txt", ReadOptions(reader="interview"))
    with pytest.raises(InputError, match="--split has no meaning for the reader 'interview'"):
        read_documents(tmp_path, ReadOptions(reader="interview", split="sections"))


def test_files_that_cannot_be_read_are_named(tmp_path):
    (tmp_path / "a.txt").write_text(texts()["colon.txt"], encoding="utf-8")
    (tmp_path / "b.docx").write_bytes(b"no archive")
    (tmp_path / "c.vtt").write_bytes(b"")
    reading = read_documents(tmp_path, ReadOptions(reader="interview"))
    told = [str(problem) for problem in reading.checked.problems]
    assert [one.split(":")[0] for one in told] == ["b.docx", "c.vtt"]


@pytest.mark.parametrize("path", [STRATEGIES])
def test_sample_documents_are_no_interviews(path):
    assert not any(looks_like_interviews(file) for file in path.rglob("*"))


@pytest.mark.data
@pytest.mark.parametrize(
    "name",
    ["wri_policy", "uk_approved_documents/txt_processed", "csta_uk_manifestos/manifestos_txt"],
)
def test_real_policy_documents_are_no_interviews(name):
    folder = data_file(name)
    assert not looks_like_interviews(folder)
    assert [file.name for file in folder.rglob("*.*") if looks_like_interviews(file)] == []
