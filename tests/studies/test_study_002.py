"""Study 002 step by step: 35 interviews in four cases, from transcripts to two case tables."""

from __future__ import annotations

from collections import Counter, defaultdict

import pytest

from tests.studies import interviews_002 as made
from tests.studies.made import CASES_002, CODERS, PASSAGES, study_002
from tests.studies.reading import alone, by_unit, counts, good, not_verbatim

BOOK = ("--codebook", "rozkwitalska-lis-2022")
OPEN = ("--codebook", "open-codes")
ANSWERS = made.answers()
TEXTS = {one.id: one.text for one in ANSWERS}
CASE = {one.id: one.case for one in ANSWERS}
TALK = {one.id: one.interview for one in ANSWERS}
LEVELS = ("I", "II", "III", "IV")


def _crossed(first, second, unit_of=None):
    a, b = made.agreed(first), made.agreed(second)
    pairs = {
        (unit_of[one] if unit_of else one, row, column)
        for one in a.keys() & b.keys()
        for row in a[one]
        for column in b[one]
    }
    return dict(Counter((row, column) for _, row, column in pairs))


def _by(dimension, group_of, unit_of):
    found = {
        (code, group_of[one], unit_of[one])
        for one, codes in made.agreed(dimension).items()
        for code in codes
    }
    return Counter((code, group) for code, group, _ in found)


def test_sample_by_case_and_kind(root_002, run_in):
    """Research methods: A 7, B 11, C 6, D 11; 20 firms, 7 coordinators, 4, 3 and 1 others."""
    run = run_in(root_002)
    rows = good(run("participants", "list", "talks", "--by", "case", "-f", "json")).rows
    assert {row["case"]: row["participants"] for row in rows if row["case"] != "all"} == CASES_002
    rows = good(run("participants", "list", "talks", "--by", "kind", "-f", "json")).rows
    assert {row["kind"]: row["participants"] for row in rows if row["kind"] != "all"} == made.KINDS


def test_transcripts_with_questions_apart_from_answers(root_002, run_in, tmp_path):
    """Research methods: 35 transcripts are read, each turn with who speaks."""
    good(run_in(root_002)("corpus", "export", "talks", "--out", tmp_path / "turns.csv"))
    rows = made.read_rows(tmp_path / "turns.csv")
    assert len(rows) == 2 * 35 * PASSAGES
    found = {row["id"]: row["text"] for row in rows if row["meta.turn"] == "answer"}
    assert found == TEXTS
    asked = [row["text"] for row in rows if row["author"] == "Interviewer"]
    assert Counter(asked) == dict.fromkeys(made.QUESTIONS, 35)


def test_papers_as_a_second_source(root_002, copy):
    """Triangulation: codes of interviews beside those of the clusters' own papers."""
    run, folder = copy(root_002)
    table = made.write_both_sources(folder / "both.csv")
    good(run("corpus", "import", table, "--name", "both", "--synthetic"))
    codes = made.write_levels_of_both(folder / "levels.csv")
    known = ("--corpus", "both", *BOOK, "--coder", "irena")
    good(run("coding", "import", codes, *known))
    asked = ("tabulate", "both", "--dimension", "level", "--by", "material", "-f", "json")
    rows = good(run(*asked)).rows
    found = counts(rows, "material")
    spoken = Counter(code for codes in made.agreed("level").values() for code in codes)
    written = Counter(level for _, _, level, _ in made.PAPERS)
    for level in LEVELS:
        assert found[level, "interview"] == spoken[level]
        assert found.get((level, "paper"), 0) == written[level]


def test_line_by_line_open_coding(root_002, run_in):
    """Coding procedure: both coders mark stretches; how far the stretches agree."""
    run = run_in(root_002)
    for coder in CODERS:
        asked = ("quotes", "talks", *OPEN, "--coder", coder, "--repeats", "--words", "0")
        rows = good(run(*asked, "-f", "json")).rows
        assert not_verbatim(rows, TEXTS) == []
        assert Counter((row["document"], row["start"], row["end"]) for row in rows) == Counter(
            (one.answer, one.start, one.end) for one in made.marks() if one.coder == coder
        )
    told = good(run("agreement", "talks", *OPEN, "--show", "spans", "--resamples", "100"))
    assert "unitiz" in (told.out + told.err).lower()


def test_constant_comparison_of_passages(root_002, run_in):
    """Coding procedure: passages of two codes side by side; a new one beside its likes."""
    run = run_in(root_002)
    asked = ("quotes", "talks", *BOOK, "--code", "level=II", "--words", "0", "--limit", "5")
    level = made.agreed("level")
    ran = good(run(*asked, "--against", "level=III", "-f", "json"))
    assert not_verbatim(ran.rows, TEXTS) == []
    assert {level[row["document"]][0] for row in ran.rows} == {"II", "III"}
    new = next(one for one, codes in level.items() if codes == ["II"])
    rows = good(run(*asked, "--beside", new, "-f", "json")).rows
    alike = [row for row in rows if row["likeness"] is not None]
    assert new not in {row["document"] for row in alike}
    first = max(alike, key=lambda row: row["likeness"])
    assert TEXTS[first["document"]].split(".")[0] == TEXTS[new].split(".")[0]


@pytest.mark.slow
def test_common_threads_in_each_organization(root_002, run_in):
    """Coding procedure: what recurs inside each CO, in interviews."""
    run = run_in(root_002)
    asked = ("--dimension", "level", "--by", "case", "--count", "passages,interviews")
    rows = good(run("tabulate", "talks", *BOOK, *asked, "-f", "json")).rows
    assert counts(rows, "case", "passages") == _by("level", CASE, {one: one for one in CASE})
    assert counts(rows, "case", "interviews") == _by("level", CASE, TALK)
    n = {
        row["column"]: row["n"] for row in rows if row["unit"] == "interviews" and row["row"] == "I"
    }
    assert {case: n[case] for case in CASES_002} == CASES_002


@pytest.mark.slow
def test_axial_coding_on_nine_dimensions_with_roles(root_002, run_in):
    """Axial coding: nine dimensions; learning with who sends and who receives."""
    run = run_in(root_002)
    nine = sorted({one.dimension for one in study_002().codings})
    assert len(nine) == 9
    for dimension in nine:
        asked = ("tabulate", "talks", *BOOK, "--dimension", dimension, "-f", "json")
        rows = good(run(*asked)).rows
        found = {code: n for code, n in alone(rows, dimension).items() if n}
        assert found == Counter(c for codes in made.agreed(dimension).values() for c in codes)
    assert "demonstrating:sender" in found or dimension != "learning_symptom"


def test_rules_between_dimensions_checked(root_002, run_in):
    """Axial coding: no level IV in metal, locomotives at level IV alone; every break is named."""
    ran = run_in(root_002)("codebook", "check", "rozkwitalska-lis-2022")
    said = ran.out + ran.err
    level = {
        (coder, answer): codes
        for coder in CODERS
        for answer, codes in made.said(coder, "level").items()
    }
    metal = {pair for pair, codes in level.items() if "IV" in codes and CASE[pair[1]] in "AB"}
    assert metal
    for coder, answer in metal:
        assert f"{answer} by {coder}: sector = metal with level = IV" in said
    assert "by agreed" not in said
    assert "the metal clusters have no cooperation at level IV" in said


@pytest.mark.slow
def test_open_codes_grouped_under_axial_ones(root_002, copy):
    """Axial coding: the twelve open codes under four axial ones, counted as these."""
    run, _ = copy(root_002)
    change = ("codebook", "change")
    where = ("open-codes", "--dimension", "practice")
    why = ("--reason", "grouped in the second round", "--by", "irena and jonas")
    for axial in dict.fromkeys(made.OPEN_CODES.values()):
        good(run(*change, "add", *where, "--code", axial, "--stage", "axial", *why))
    for code, axial in made.OPEN_CODES.items():
        moved = ("--code", code, "--parent", axial, "--stage", "open")
        good(run(*change, "move", *where, *moved, *why))
    asked = ("tabulate", "talks", *OPEN, "--coder", "irena", "--roll-up", "axial", "-f", "json")
    rows = good(run(*asked)).rows
    marks = {
        (one.answer, made.OPEN_CODES[one.code]) for one in made.marks() if one.coder == "irena"
    }
    assert alone(rows, "practice") == Counter(axial for _, axial in marks)


def test_selective_coding_of_members(root_002, copy):
    """Selective coding: the community of a member by its passages, of a case as a whole."""
    run, folder = copy(root_002)
    asked = ("--dimension", "community", "--count", "passages,interviews", "--by", "case")
    rows = good(run("tabulate", "talks", *BOOK, *asked, "-f", "json")).rows
    found = counts(rows, "case", "interviews")
    assert found == _by("community", CASE, TALK)
    carriers = _import_cases(run, folder)
    asked = ("tabulate", "talks", *BOOK, "--dimension", "community", "--level", "cases")
    ran = good(run(*asked, "-f", "json"))
    of_cases = by_unit(ran.rows, "cases")
    assert {code: n for code, n in of_cases.items() if n} == Counter(carriers.values())
    assert "given to cases as a whole" in ran.err
    case = ("--case", "talks:D", "--type", "theory", "--by", "irena")
    good(run("memo", "add", "Scenario: locomotives pull the others.", *case))
    (memo,) = good(run("memo", "list", "--case", "talks:D", "-f", "json")).rows
    assert "locomotives" in memo["text"]


def _import_cases(run, folder):
    """Import the selective code that both coders gave each case as a whole; return it by case."""
    table = made.write_cases(folder / "cases.csv")
    known = ("--corpus", "talks", *BOOK, "--level", "cases")
    assert "8 codings are new" in good(run("coding", "import", table, *known)).err
    return made.carriers()


def test_selective_codes_handed_down(root_002, copy):
    """Not a step: codes of whole cases beside those of passages, and as quotations."""
    run, folder = copy(root_002)
    carriers = _import_cases(run, folder)
    down = ("--level", "cases", "--roll-down")
    asked = ("--dimension", "community", "--dimension", "level", "--count", "passages")
    ran = good(run("tabulate", "talks", *BOOK, *asked, *down, "-f", "json"))
    pairs = [
        (carriers[CASE[one]], level)
        for one, levels in made.agreed("level").items()
        for level in levels
    ]
    assert counts(ran.rows, "level", "passages") == Counter(pairs)
    assert "given to each of their documents" in ran.err
    assert "documents have their own codes" in ran.err

    code = carriers["D"]
    asked = ("--code", f"community={code}", "--where", "turn=answer", "--repeats")
    rows = good(run("quotes", "talks", *BOOK, *asked, *down, "-f", "json")).rows
    assert not_verbatim(rows, TEXTS) == []
    assert {row["document"] for row in rows} == {
        one for one, case in CASE.items() if carriers[case] == code
    }
    refused = run("quotes", "talks", *BOOK, *asked, "--level", "cases")
    assert (refused.code, refused.out) == (2, "")
    assert "--roll-down" in refused.err


@pytest.mark.slow
def test_what_passages_say_of_interviews_by_a_rule(root_002, run_in):
    """Not a step: levels of interviews by the highest and by most of their passages."""
    run = run_in(root_002)
    level = ("--dimension", "level", "--level", "interviews", "--rule")
    of_talks = defaultdict(list)
    for one, codes in made.agreed("level").items():
        of_talks[TALK[one]].append(set(codes))
    highest = {talk: max(set.union(*mine), key=LEVELS.index) for talk, mine in of_talks.items()}
    most = [
        code
        for mine in of_talks.values()
        for code in LEVELS
        if 2 * sum(code in codes for codes in mine) > len(mine)
    ]
    ran = good(run("tabulate", "talks", *BOOK, *level, "highest", "-f", "json"))
    assert by_unit(ran.rows, "interviews") == {
        one: list(highest.values()).count(one) for one in LEVELS
    }
    assert "an interview has the highest code" in ran.err
    ran = good(run("tabulate", "talks", *BOOK, *level, "majority", "-f", "json"))
    assert by_unit(ran.rows, "interviews") == {one: most.count(one) for one in LEVELS}
    assert {row["n"] for row in ran.rows} == {35}
    assert "An interview has a code that more than half of its passages have" in ran.err
    ran = good(run("tabulate", "talks", *BOOK, *level, "majority", "--count", "passages"))
    assert "their codes chose them" in ran.err
    asked = ("--level", "interviews", "--rule", "highest", "--code", "level=III", "--repeats")
    rows = good(run("quotes", "talks", *BOOK, *asked, "-f", "json")).rows
    assert {row["document"] for row in rows} == {
        one
        for one, codes in made.agreed("level").items()
        if "III" in codes and highest[TALK[one]] == "III"
    }
    asked = ("--rows", "case", "--columns", "level", "--level", "interviews", "--rule", "highest")
    rows = good(run("matrix", "talks", *BOOK, *asked, "-f", "json")).rows
    case_of = dict(zip(TALK.values(), CASE.values(), strict=True))
    by_case = Counter((case_of[talk], one) for talk, one in highest.items())
    assert {(row["row"], row["column"]): row["units"] for row in rows if row["units"]} == by_case


@pytest.mark.parametrize(
    "command",
    [
        ("compare", "--by", "case", "--permutations", "99"),
        ("cooccurrence", "--dimension", "community", "--permutations", "99"),
        ("saturation",),
    ],
)
def test_other_commands_read_codes_at_the_same_levels(root_002, run_in, command):
    """Not a step: the shared options reach what is compared, paired and saturated."""
    name, *more = command
    asked = ("--dimension", "level", "--level", "interviews", "--rule", "majority")
    ran = good(run_in(root_002)(name, "talks", *BOOK, *asked, *more, "-f", "json"))
    assert "An interview has a code that more than half of its passages have" in ran.err
    assert ran.rows


@pytest.mark.slow
def test_levels_that_cannot_be_are_said(root_002, run_in):
    """Not a step: rules without units, units without codes, orders that are none."""
    run = run_in(root_002)
    level = ("--level", "interviews")
    for words, sentence in (
        (("tabulate", "--rule", "any"), "you named no units"),
        (("matrix", "--rows", "case", "--columns", "level", "--roll-down"), "you named none"),
        (("tabulate", "--dimension", "community", *level, "--rule", "highest"), "has an order"),
        (("tabulate", *level), "No interviews of 'talks' are coded as a whole"),
        (("tabulate", *level, "--rule", "any", "--per", "group"), "count copies of a text"),
        (("quotes", "--roll-up", "top", *level, "--rule", "majority"), "joins codes"),
    ):
        name, *more = words
        refused = run(name, "talks", *BOOK, *more)
        assert refused.code in (1, 2)
        assert sentence in refused.err
        assert refused.out == ""


@pytest.mark.slow
def test_two_coders_in_each_case(root_002, run_in):
    """Triangulation of coders: agreement over all, with interviews taken whole, and by case."""
    run = run_in(root_002)
    first, second = (made.said(coder, "level") for coder in CODERS)
    for where, cases in (((), "ABCD"), (("--where", "case=B"), "B")):
        asked = ("agreement", "talks", *BOOK, "--by", "thread", *where, "-f", "json")
        rows = good(run(*asked)).rows
        both = [one for one in first if CASE[one] in cases]
        same = sum(first[one] == second[one] for one in both) / len(both)
        (found,) = (
            row["value"]
            for row in rows
            if (row["dimension"], row["figure"]) == ("level", "per cent agreement")
            and not row["code"]
        )
        assert found == pytest.approx(same, abs=5e-4)


def test_saturation_of_the_open_codes(root_002, run_in):
    """Coding procedure: after how many interviews no new open code came."""
    asked = ("saturation", "talks", *OPEN, "--coder", "irena", "-f", "json")
    rows = good(run_in(root_002)(*asked)).rows
    seen: set[str] = set()
    by_talk = defaultdict(set)
    for one in made.marks():
        if one.coder == "irena":
            by_talk[TALK[one.answer]].add(one.code)
    order = list(dict.fromkeys(TALK.values()))
    expected = [len(seen := seen | by_talk[talk]) for talk in order]
    assert [row["interviews"] for row in rows] == list(range(1, 36))
    assert rows[-1]["in_order"] == expected[-1] == 12
    assert rows[0]["in_order"] == expected[0]


@pytest.mark.slow
def test_table_1_levels_with_quotations(root_002, run_in, tmp_path):
    """Table 1: levels by relationship, knowledge and symptoms, with a quotation in each cell."""
    run = run_in(root_002)
    others = ("relationship", "knowledge_type", "learning_symptom")
    columns = [word for one in others for word in ("--columns", one)]
    asked = ("matrix", "talks", *BOOK, "--rows", "level", *columns, "--words", "0")
    out = tmp_path / "table-1.docx"
    rows = good(run(*asked, "--out", out, "-f", "json")).rows
    for other in others:
        found = {
            (row["row"], row["column"]): row["passages"]
            for row in rows
            if row["columns"] == other and row["passages"]
        }
        assert found == _crossed("level", other)
        units = {(r["row"], r["column"]): r["units"] for r in rows if r["columns"] == other}
        assert {pair: n for pair, n in units.items() if n} == _crossed("level", other, TALK)
    assert _quoted_badly(rows) == []
    for row in rows:
        if row["passages"]:
            assert row["column"] in made.agreed(row["columns"])[row["typical_document"]]
    assert out.stat().st_size > 5000


def test_table_2_communities_with_quotations(root_002, run_in, tmp_path):
    """Table 2: communities by level, domain, meaning, identity and capability."""
    run = run_in(root_002)
    others = ("level", "domain", "meaning", "identity", "capability_dynamics")
    columns = [word for one in others for word in ("--columns", one)]
    asked = ("matrix", "talks", *BOOK, "--rows", "community", *columns, "--words", "0")
    rows = good(run(*asked, "--out", tmp_path / "table-2.html", "-f", "json")).rows
    for other in others:
        found = {
            (row["row"], row["column"]): row["passages"]
            for row in rows
            if row["columns"] == other and row["passages"]
        }
        assert found == _crossed("community", other)
    assert _quoted_badly(rows) == []


def test_metal_against_ict_in_interviews(root_002, run_in):
    """Results: metal against ICT; numbers of firms that fall with the level."""
    run = run_in(root_002)
    sector = {one: "metal" if case in "AB" else "ICT" for one, case in CASE.items()}
    asked = ("--dimension", "level", "--by", "sector", "--count", "passages,interviews")
    rows = good(run("tabulate", "talks", *BOOK, *asked, "-f", "json")).rows
    assert counts(rows, "sector", "interviews") == _by("level", sector, TALK)
    firms = ("--where", "kind=firm", "--dimension", "level", "--count", "passages,interviews")
    rows = good(run("tabulate", "talks", *BOOK, *firms, "-f", "json")).rows
    talks = {
        (code, TALK[one])
        for one, codes in made.agreed("level").items()
        for code in codes
        if made.people()[TALK[one]]["kind"] == "firm"
    }
    assert by_unit(rows, "interviews") == Counter(code for code, _ in talks)
    compared = ("compare", "talks", *BOOK, "--by", "sector", "--dimension", "level", "-f", "json")
    found = {(row["code"], row["group"]): row for row in good(run(*compared)).rows}
    assert found["IV", "metal"]["count"] == 0
    assert found["IV", "ICT"]["p_adjusted"] < 0.05


@pytest.mark.slow
def test_levels_as_a_process(root_002, run_in):
    """Figure 1: the levels in their order, with what stands at each."""
    run = run_in(root_002)
    asked = ("levels", "talks", *BOOK, "--dimension", "level", "--permutations", "99")
    good(run(*asked, "--report", "process", "-f", "json"))
    assert list((root_002 / "reports/process/figures").glob("*.svg"))
    pages = list((root_002 / "reports/process/tables").glob("*.csv"))
    said = "".join(page.read_text(encoding="utf-8-sig") for page in pages)
    n = Counter(code for codes in made.agreed("level").values() for code in codes)
    assert all(str(n[level]) in said for level in LEVELS)


def _quoted_badly(rows):
    """The quotations of a display that are not verbatim at their offsets."""
    return [
        row[f"{kind}_document"]
        for row in rows
        for kind in ("typical", "deviant")
        if row[f"{kind}_document"]
        and TEXTS[row[f"{kind}_document"]][row[f"{kind}_start"] : row[f"{kind}_end"]] != row[kind]
    ]


def test_the_fixture_is_what_the_paper_says():
    """Not a step: kinds and cases of the invented people."""
    assert Counter(facts["case"] for facts in made.people().values()) == CASES_002
    assert sorted(made.KINDS.values()) == [1, 3, 4, 7, 20]
    assert len(set(made.QUESTIONS)) == PASSAGES
