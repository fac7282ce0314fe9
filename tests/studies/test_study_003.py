"""Study 003 step by step: 58 interviews in two rounds, reduced, displayed and concluded from."""

from __future__ import annotations

from collections import Counter, defaultdict

import pytest

from tests.helpers import write_csv
from tests.studies import interviews_003 as made
from tests.studies.findings import study_003, true_text
from tests.studies.reading import alone, by_unit, counts, good, not_verbatim

BOOK = "osarenkhoe-fjellstrom-2024"
ALL = made.passages()
KEPT = made.kept()
TEXTS = {one.id: one.text for one in ALL}
OF = {one.id: one for one in ALL}
GAP = ("--dimension", "cluster_gap")


def _n(codes_of, key=lambda one: one.id):
    """Count codes at a level: passages, interviews or people, by what `key` returns."""
    return Counter(code for code, _ in {(code, key(one)) for one in KEPT for code in codes_of(one)})


@pytest.fixture(scope="module")
def with_topics(root_003, tmp_path_factory):
    """A copy of the workspace with a topic model of six prototypes."""
    import shutil

    from tests.made import run_at

    root = tmp_path_factory.mktemp("topics") / "ws"
    shutil.copytree(root_003, root)
    run_at(root, "topics", "fit", "cluster", "--name", "ct", "--topics", "6")
    return root


def test_58_interviews_of_four_kinds_in_two_rounds(root_003, copy):
    """Data collection: interviews by kind of respondent and round, some people in both."""
    run, folder = copy(root_003)
    rows = [[person, kind] for person, kind in made.people().items()]
    table = write_csv(folder / "people.csv", ["person", "role"], rows)
    good(run("participants", "import", "cluster", table, "--on", "author"))
    rows = good(run("participants", "list", "cluster", "--by", "role", "-f", "json")).rows
    assert {row["role"]: row["participants"] for row in rows if row["role"] != "all"} == Counter(
        made.people().values()
    )
    asked = ("--by", "round", "--count", "passages,interviews,authors", *GAP, "-f", "json")
    rows = good(run("tabulate", "cluster", *asked)).rows
    for unit, key in (("interviews", "interview"), ("authors", "person")):
        n = {row["column"]: row["n"] for row in rows if row["unit"] == unit and row["row"] != "all"}
        for time in made.ROUNDS:
            assert n[time] == len({getattr(one, key) for one in KEPT if one.round == time})


def test_reduction_with_reasons(root_003, run_in):
    """Analysis, reduction: what was left out, with its reason, by whom; it stays readable."""
    run = run_in(root_003)
    rows = good(run("corpus", "exclusions", "cluster", "-f", "json")).rows
    assert Counter(row["reason"] for row in rows) == made.LEFT_OUT
    assert {row["document"] for row in rows} == {one.id for one in ALL if one.remark}
    assert {row["by"] for row in rows} == {"anna"}
    rows = good(run("tabulate", "cluster", *GAP, "-f", "json")).rows
    assert {row["n"] for row in rows} == {len(KEPT)} == {316}


def test_display_of_kinds_by_gap_with_text(root_003, run_in, tmp_path):
    """Analysis, display: respondents by gap, each cell with passages, interviews, quotations."""
    asked = ("--rows", "kind", "--columns", "cluster_gap", "--words", "0", "-f", "json")
    out = tmp_path / "display.html"
    rows = good(run_in(root_003)("matrix", "cluster", *asked, "--out", out)).rows
    found = {(row["row"], row["column"]): row["passages"] for row in rows if row["passages"]}
    assert found == Counter((one.kind, gap) for one in KEPT for gap in one.gaps)
    quoted = [
        {"document": row[f"{kind}_document"], "start": row[f"{kind}_start"]}
        | {"end": row[f"{kind}_end"], "text": row[kind]}
        for row in rows
        for kind in ("typical", "deviant")
        if row[f"{kind}_document"]
    ]
    assert quoted
    assert not_verbatim(quoted, TEXTS) == []


def test_four_variables_as_guide(root_003, run_in):
    """Analysis: the four variables of interaction, several of them a passage."""
    run = run_in(root_003)
    rows = good(run("tabulate", "cluster", "--dimension", "interaction", "-f", "json")).rows
    assert alone(rows, "interaction") == _n(lambda one: one.interaction)
    assert sum(len(one.interaction) + len(one.gaps) for one in KEPT) == 681
    rows = good(run("quotes", "cluster", "--words", "0", "--repeats", "-f", "json")).rows
    assert not_verbatim(rows, TEXTS) == []
    assert len({(row["document"], row["of"]) for row in rows}) == 681


def test_seven_gaps_within_reach_and_outside(root_003, run_in):
    """Analysis: seven gaps, and the two that they are grouped under."""
    run = run_in(root_003)
    rows = good(run("tabulate", "cluster", *GAP, "-f", "json")).rows
    assert {code: n for code, n in alone(rows, "cluster_gap").items() if n} == _n(
        lambda one: one.gaps
    )
    rows = good(run("tabulate", "cluster", *GAP, "--roll-up", "top", "-f", "json")).rows
    assert alone(rows, "cluster_gap") == _n(_reach)


def _reach(one):
    return {"endogenous" if gap in made.ENDOGENOUS else "exogenous" for gap in one.gaps}


def test_patterns_that_recur_in_several_interviews(root_003, run_in):
    """Analysis: in how many interviews, and of how many people, each gap and pair recurs."""
    run = run_in(root_003)
    asked = (*GAP, "--count", "passages,interviews,authors", "-f", "json")
    rows = good(run("tabulate", "cluster", *asked)).rows
    for unit, key in (("interviews", "interview"), ("authors", "person")):
        found = {code: n for code, n in by_unit(rows, unit).items() if n}
        assert found == _n(lambda one: one.gaps, lambda one, key=key: getattr(one, key))
    asked = ("--dimension", "interaction", *GAP, "--permutations", "99", "-f", "json")
    pairs = good(run("cooccurrence", "cluster", *asked)).rows
    together = {frozenset((row["first"], row["second"])): row["together"] for row in pairs}
    one = frozenset(("relationship-environment", "firm-to-global"))
    assert together[one] == sum(one <= {*has.interaction, *has.gaps} for has in KEPT)


@pytest.mark.slow
def test_prototype_themes_to_final_themes(with_topics, copy):
    """Analysis: prototypes are merged and declared final, with reasons that stay."""
    run, _ = copy(with_topics)
    merge = ("topics", "merge", "ct", "T01", "T04", "--into", "Step by step")
    good(run(*merge, "--reason", "both tell how it began"))
    final = ("topics", "themes", "ct", "--final", "Step by step", "--reason", "read by both")
    good(run(*final))
    rows = good(run("topics", "themes", "ct", "--history", "-f", "json")).rows
    reasons = [row.get("reason") for row in rows]
    assert "both tell how it began" in reasons
    assert "read by both" in reasons
    told = good(run("topics", "themes", "ct"))
    assert "Step by step" in told.out


@pytest.mark.slow
def test_theme_against_variable(with_topics, run_in):
    """Analysis: the themes of the machine by the four variables of the coder."""
    asked = ("topics", "crosswalk", "ct", "--dimension", "interaction", "--permutations", "99")
    ran = good(run_in(with_topics)(*asked, "-f", "json"))
    found = defaultdict(float)
    for row in ran.rows:
        if row.get("code") in made.INTERACTION:
            found[row["code"]] += row["documents"]
    n = _n(lambda one: one.interaction)
    whole = sum(n.values())
    assert sum(found.values()) == pytest.approx(len(KEPT), abs=1) or sum(
        found.values()
    ) == pytest.approx(whole, abs=1)
    assert found.keys() == n.keys()


def test_table_2_themes_findings_and_theory(root_003, copy):
    """Table 2: each gap with its findings, quotations and theoretical link."""
    run, folder = copy(root_003)
    for gap in made.GAPS:
        on = ("--code", f"{BOOK}:cluster_gap:{gap}", "--by", "anna")
        good(run("memo", "add", f"Finding on {gap}.", "--type", "summary", *on))
        good(run("memo", "add", f"See the theory of {gap}.", "--type", "theory", *on))
    out = folder / "table-2.docx"
    rows = good(run("findings", "cluster", *GAP, "--words", "0", "--out", out, "-f", "json")).rows
    n = _n(lambda one: one.gaps)
    assert {row["label"]: row["passages"] for row in rows if row["passages"]} == n
    for row in rows:
        if row["label"] not in made.GAPS:
            continue
        assert row["findings"].startswith(f"Finding on {row['label']}.")
        assert row["theory"].startswith(f"See the theory of {row['label']}.")
        documents = row["documents"].split(" | ")
        assert len({OF[one].person for one in documents}) == 2
        assert all(row["label"] in OF[one].gaps for one in documents)
        assert row["quotations"].split(" | ") == [OF[one].text for one in documents]
    assert out.stat().st_size > 5000


@pytest.mark.slow
def test_rounds_compared_in_topics(with_topics, run_in):
    """Findings: the share of each theme in both rounds."""
    ran = good(run_in(with_topics)("topics", "by", "ct", "--by", "round", "-f", "json"))
    assert {row["level"] for row in ran.rows} == set(made.ROUNDS)
    n = {row["level"]: row["n"] for row in ran.rows}
    assert n == Counter(one.round for one in KEPT)


def test_rounds_compared_in_hand_codes(root_003, run_in):
    """Findings: hand codes by round, counted, and tested with people who come back."""
    run = run_in(root_003)
    rows = good(run("tabulate", "cluster", *GAP, "--by", "round", "-f", "json")).rows
    expected = Counter((gap, one.round) for one in KEPT for gap in one.gaps)
    assert counts(rows, "round") == expected
    asked = ("compare", "cluster", "--by", "round", *GAP, "--paired", "author", "-f", "json")
    ran = good(run(*asked))
    found = {(row["code"], row["group"]): row for row in ran.rows}
    assert {pair: row["count"] for pair, row in found.items() if row["count"]} == expected
    assert found["firm-to-global", "2021"]["p_adjusted"] < 0.05
    assert "10 authors with documents in several groups" in ran.err


@pytest.mark.slow
def test_actors_and_events_in_time(root_003, run_in, tmp_path):
    """Findings: who the partners are, who speaks of them, and what happened when."""
    run = run_in(root_003)
    for actor in made.ACTORS:
        rows = good(run("kwic", "cluster", actor, "--limit", "500", "-f", "json")).rows
        assert len(rows) == sum(one.text.count(actor) for one in KEPT)
    rows = good(run("actors", "cluster", "-f", "json")).rows
    said = str(rows)
    assert all(actor in said for actor in made.ACTORS)
    events = [[str(year), event] for year, event in made.EVENTS.items()]
    table = write_csv(tmp_path / "events.csv", ["date", "event"], events)
    asked = ("--period", "year", "--events", table, "--report", "time", "-f", "json")
    rows = good(run("timeline", "cluster", *asked)).rows
    written = {row["period"]: row["documents"] for row in rows if row["documents"]}
    assert written == Counter(one.day[:4] for one in KEPT)
    page = (root_003 / "reports/time/report.html").read_text(encoding="utf-8")
    assert all(event in page for event in made.EVENTS.values())


def test_conclusions_verified_against_the_data(root_003, run_in, tmp_path):
    """Analysis, conclusion: every number and quotation of the findings is traced."""
    run = run_in(root_003)
    text = true_text(study_003())
    (tmp_path / "findings.md").write_text(text, encoding="utf-8")
    ran = run("claims", tmp_path / "findings.md", "-f", "json")
    wrong = [row for row in ran.rows if row["state"] in ("changed", "not found")]
    assert (ran.code, wrong) == (0, []), wrong
    changed = text.replace("97 passages", "79 passages")
    assert changed != text
    (tmp_path / "changed.md").write_text(changed, encoding="utf-8")
    ran = run("claims", tmp_path / "changed.md", "-f", "json")
    assert ran.code == 3
    assert [row["written"] for row in ran.rows if row["state"] == "changed"] == ["79"]


def test_respondents_have_aliases(root_003, run_in, tmp_path):
    """Data collection: R01 to R48 stand in quotations, never a name."""
    out = tmp_path / "quotes.csv"
    asked = ("quotes", "cluster", "--code", "firm-to-capital", "--repeats", "--words", "0")
    rows = good(run_in(root_003)(*asked, "--out", out, "-f", "json")).rows
    assert {row["document"]: row["author"] for row in rows} == {
        one.id: one.person for one in KEPT if "firm-to-capital" in one.gaps
    }
    assert len(made.people()) == 48
    assert all(person[0] == "R" and person[1:].isdigit() for person in made.people())


@pytest.mark.slow
def test_one_report(with_topics, run_in):
    """All of it: one page with codes and themes."""
    good(run_in(with_topics)("report", "cluster", "--name", "all"))
    page = (with_topics / "reports/all/report.html").read_text(encoding="utf-8")
    n = _n(lambda one: one.gaps)
    assert "firm-to-global" in page
    assert str(n["firm-to-global"]) in page
    assert "excluded" in page
    assert "Step" in page or "Themes" in page
