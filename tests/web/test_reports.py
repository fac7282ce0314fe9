"""Reports: made as a job, shown so that nothing in them acts, taken away in every form."""

from __future__ import annotations

import io
import shlex
import zipfile

import pytest

from tests.made import add_corpus
from tests.web.conftest import by_link, signed_in, site_of
from textmine.present import Column, Section, table_of
from textmine.report.document import Report
from textmine.report.folder import write_report_folder


@pytest.fixture
def made(space):
    counted = table_of("counted", "Counted", [Column("n", lambda one: one)], [7])
    section = Section("s", "What <script> says", ["Seven."], [counted])
    report = Report("Town <script>", "", False, (section,), "made with us")
    write_report_folder(space, "town", report, {}, 0, ("html", "docx", "csv"))
    return space


def test_a_report_is_shown_under_a_policy_of_its_own(made):
    lea = by_link(site_of(made), "lea")
    page = lea.open("/reports")
    assert "/reports/show?name=town" in page
    answer = lea.get("/reports/show", name="town")
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert policy.endswith("sandbox")
    assert answer.headers["content-disposition"].startswith("inline")
    assert answer.content == (made.root / "reports/town/report.html").read_bytes()


def test_every_form_is_taken_away_under_a_name_of_the_manifest(made):
    lea = by_link(site_of(made), "lea")
    answer = lea.get("/reports/file", name="town", form="docx")
    assert answer.headers["content-disposition"] == "attachment; filename*=UTF-8''town.docx"
    assert answer.content == (made.root / "reports/town/report.docx").read_bytes()
    tables = lea.get("/reports/file", name="town", form="csv")
    with zipfile.ZipFile(io.BytesIO(tables.content)) as packed:
        assert packed.namelist() == ["tables/counted.csv"]
        assert packed.read("tables/counted.csv").decode("utf-8-sig").split() == ["n", "7"]
    page = lea.get("/reports/file", name="town", form="html")
    assert page.headers["content-disposition"].startswith("attachment")


@pytest.mark.parametrize(
    "asked",
    [
        {"name": "town", "form": "xlsx"},
        {"name": "town", "form": "../textmine.toml"},
        {"name": "town", "form": "manifest.json"},
        {"name": "../models/m", "form": "html"},
        {"name": "..", "form": "html"},
        {"name": "none", "form": "html"},
        {"name": "town"},
    ],
)
def test_nothing_else_is_read(made, asked):
    lea = by_link(site_of(made), "lea")
    assert lea.get("/reports/file", **asked).status_code in (400, 404, 422)


def test_a_file_that_the_manifest_does_not_list_is_not_served(made):
    (made.root / "reports/town/report.md").write_text("secret", encoding="utf-8")
    answer = by_link(site_of(made), "lea").get("/reports/file", name="town", form="md")
    assert answer.status_code == 404


def test_coders_read_no_reports_and_readers_make_none(made):
    site = site_of(made, accounts={"ann": "coder", "rex": "reader"})
    ann, rex = signed_in(site, "ann"), signed_in(site, "rex")
    assert ann.get("/reports/show", name="town").status_code == 403
    assert rex.get("/reports/show", name="town").status_code == 200
    assert "Make the report" not in rex.open("/reports")
    assert rex.post("/reports", {"corpus": "town"}).status_code == 403


def test_a_report_is_asked_for(space, monkeypatch):
    site = site_of(space)
    lea = by_link(site, "lea")
    assert "There is no report yet" in lea.open("/reports")
    begun = []
    monkeypatch.setattr(site.jobs, "start", lambda words, by, then: begun.append((words, then)))
    sent = {"corpus": "town", "name": "first", "to-docx": "yes", "to-html": "yes", "aliases": "yes"}
    assert lea.post("/reports", sent).headers["location"] == "/reports"
    wanted = "report town --name first --to html,docx --no-quotations --people aliases"
    assert begun == [(shlex.split(wanted), "/reports")]
    for wrong in ({"corpus": "none"}, {"second": "none"}, {"name": "../x"}, {"name": "--help"}):
        assert lea.post("/reports", {**sent, **wrong}).status_code in (404, 422)
    assert len(begun) == 1


def test_a_report_on_two_corpora_is_asked_for(space, monkeypatch):
    rows = [{"id": "p1", "text": "The plan repairs the bridge."}]
    add_corpus(space, "plans", rows, space.root.parent / "plans.csv")
    site = site_of(space)
    lea = by_link(site, "lea")
    page = lea.get("/reports", corpus="town", second="plans").text
    assert "<option selected>plans</option>" in page.partition("compared with it")[2]
    begun = []
    monkeypatch.setattr(site.jobs, "start", lambda words, by, then: begun.append(words))
    lea.post("/reports", {"corpus": "town", "second": "plans", "quotations": "yes"})
    lea.post("/reports", {"corpus": "town", "second": "town", "quotations": "yes"})
    assert [words[1 : words.index("--to")] for words in begun] == [
        ["town", "plans", "--name", "town-and-plans"],
        ["town", "--name", "town"],
    ]


def test_one_section_is_one_and_the_menu_shows_where_a_page_lies(made):
    lea = by_link(site_of(made), "lea")
    assert "<summary>1 section</summary>" in lea.open("/reports")
    assert '<a href="/themes" aria-current="true">' in lea.open("/themes/compare")
    assert lea.open("/themes/compare").count("aria-current") == 1
