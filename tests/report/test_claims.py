"""Every number and quotation of findings is found, or what is wrong with it is said."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

from tests.conftest import FORUM
from tests.made import quick_workspace
from textmine.coding import CodingRequest, import_codings
from textmine.corpus import About, import_corpus, load_corpus, read_documents
from textmine.errors import GateError
from textmine.report.claims import check_findings, claims_section, hold_claims
from textmine.report.claims.checking import held_against, trace_findings
from textmine.report.claims.figures_known import Slot
from textmine.report.claims.findings import find_quoted, read_findings
from textmine.report.claims.mentions import Names
from textmine.report.claims.numbers import find_numbers

TRUE = """\
# Findings

## The forum

The forum has 131 messages in 36 threads, written by 52 participants. Two coders read each message
alone. On the knowledge domain they agreed in 82 % of the messages (Krippendorff's alpha = .70,
95 % CI [.56, .78]); on the goal orientation in 84 % (alpha = .70).

## What the messages do

Nearly half of the messages (62 of 131, 47 %) tell experiences, desires and feelings; 57 (44 %) are
about subject matter, 12 (9 %) about norms and rules. Cell A3 is the largest with 45 messages
(34 %), before A1 with 34 (26 %) and B1 with 18 (14 %). Of the 35 messages that pursue the
achievement of ends, 18 are claims about subject matter (51 %). Steering of the interaction is rare:
5 messages (4 %).

Somebody writes that his "expectations are low, so that nobody can accuse me later of having been
disappointed" (Grumbleweed, message 4). Juno says: “I understand the sector far better for the
puppet than for anything I've been sent as an attachment.”

> That is the most useful thing anyone's told me in four years. [...] Six questions, two pages, one
> deadline at noon on a weekday. (Okoro, message 41)

## Table 2

| cell | count | % |
|---|---|---|
| A1 | 34 | 26 |
| A3 | 45 | 34 |
| B2 | 4 | 3 |

As Ling and Martins (2015) show in their Table 1, it could be otherwise. Three ideas follow.
"""


@pytest.fixture(scope="module")
def space(tmp_path_factory):
    """The forum, coded, without models: the figures of TRUE are those of its codes."""
    space = quick_workspace(tmp_path_factory.mktemp("claims") / "w")
    read = read_documents(FORUM / "messages.csv")
    import_corpus(space, "forum", read, About("sample forum", "MIT", synthetic=True))
    import_codings(space, CodingRequest(FORUM / "codings.csv", "forum", "ling-martins-2015"))
    return space


@pytest.fixture(scope="module")
def against(space):
    return held_against(space, [load_corpus(space, "forum")])


def _traced(text: str, against, tmp_path: Path, name: str = "findings.md"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return trace_findings(read_findings(path), against)


def _alarms(text: str, against, tmp_path: Path) -> list[str]:
    found = _traced(text, against, tmp_path)
    return [claim.written for claim in found.of("changed", "not found")]


def test_true_findings_hold(against, tmp_path):
    found = _traced(TRUE, against, tmp_path)
    assert [(c.written, c.there) for c in found.of("changed", "not found")] == []
    assert len([c for c in found.of("found") if c.kind == "quotation"]) == 3
    assert len([c for c in found.of("found") if c.kind == "number"]) == 34
    assert {c.source for c in found.of("not checked")} == {
        "a number in words that no figure fits",
        "limit of a test or an interval",
        "number of a table, a figure, a section or a page",
        "citation",
    }


@pytest.mark.parametrize(
    ("there", "planted"),
    [
        ("131 messages in", "132 messages in"),
        ("36 threads", "38 threads"),
        ("52 participants", "25 participants"),
        ("in 82 %", "in 28 %"),
        ("in 84 %", "in 80 %"),
        ("= .70,", "= .75,"),
        ("[.56, .78]", "[.65, .78]"),
        ("(62 of 131, 47 %)", "(62 of 131, 44 %)"),
        ("(62 of 131, 47 %)", "(57 of 131, 47 %)"),
        ("45 messages", "54 messages"),
        ("A1 with 34 (26 %)", "A1 with 34 (14 %)"),
        ("B1 with 18 (14 %)", "B1 with 34 (14 %)"),
        ("18 are claims", "13 are claims"),
        ("(51 %)", "(15 %)"),
        ("5 messages (4 %)", "4 messages (4 %)"),
        ("| A3 | 45", "| A3 | 34"),
        ("| B2 | 4 | 3", "| B2 | 4 | 4"),
    ],
)
def test_a_planted_number_is_found(there, planted, against, tmp_path):
    assert there in TRUE
    assert _alarms(TRUE.replace(there, planted, 1), against, tmp_path)


@pytest.mark.parametrize(
    ("there", "planted", "said"),
    [
        ("expectations are low", "expectations are high", "expectations are low"),
        ("can accuse me later", "can accuse me", "accuse me later"),
        ("Grumbleweed, message 4)", "Grumbleweed, message 14)", "it stands in"),
        ("(Okoro, message 41)", "(Juno, message 41)", "it stands in"),
        ("Juno says", "Sorrel says", "it stands in"),
        ("Six questions, two pages", "Two pages, six questions", "Six questions, two pages"),
        ("for the\npuppet", "for the\nmaster puppet", "for the puppet"),
    ],
)
def test_a_planted_quotation_is_changed_and_what_stands_is_said(
    there, planted, said, against, tmp_path
):
    assert there in TRUE
    found = _traced(TRUE.replace(there, planted, 1), against, tmp_path)
    [claim] = found.of("changed", "not found")
    assert (claim.kind, claim.state) == ("quotation", "changed")
    assert said in claim.there


def test_words_that_nobody_wrote_are_not_found(against, tmp_path):
    text = 'One of them says: "Whales should be elected to the board by turtles in spring."'
    [claim] = _traced(text, against, tmp_path).claims
    assert claim.state == "not found"


@pytest.mark.slow
def test_random_digits_are_found(against, tmp_path):
    """40 numbers, each changed in one way of four where a figure stands; 200 in benchmarks."""
    rng = random.Random(7)
    found = [c.written.strip(" %") for c in _traced(TRUE, against, tmp_path).of("found")]
    places = [
        one
        for one in re.finditer(r"(?<![\w.,])\.?\d+(?![\w./])", TRUE)
        if one.group() in found and "message" not in TRUE[one.start() - 9 : one.start()]
    ]
    planted = missed = 0
    while planted < 40:
        one = rng.choice(places)
        digits = one.group().strip(".")
        other = {
            0: str(int(digits) + rng.choice([-10, -3, -2, -1, 1, 2, 3, 10])),
            1: digits[::-1],
            2: digits + rng.choice("0123456789"),
            3: rng.choice(places).group().strip("."),
        }[rng.randrange(4)]
        if int(other) < 0 or int(other) == int(digits):
            continue
        mark = "." if one.group().startswith(".") else ""
        changed = f"{mark}{other.zfill(2) if mark else other}"
        planted += 1
        missed += not _alarms(TRUE[: one.start()] + changed + TRUE[one.end() :], against, tmp_path)
    # A digit may make the figure of something else that the clause names.
    assert missed <= 1


@pytest.mark.parametrize(
    ("text", "planted"),
    [
        ("C1 and C2 have five messages each, C3 has four, and A2 just three.", ("four", "six")),
        ("C1 and C2 have five messages each, C3 has four, and A2 just three.", ("five", "seven")),
        ("Of the 35 messages that achieve ends, 18 are about subject matter.", ("18", "57")),
        ("The cells A1, A3 and B1 hold 34, 45 and 18 messages, respectively.", ("45", "34")),
        ("A3 holds 45 messages by 23 authors, A1 34 by 20.", ("23 authors", "20 authors")),
        ("Norms and rules were raised by ten members only.", ("ten", "eleven")),
    ],
)
def test_the_words_of_its_own_clause_say_what_a_number_counts(text, planted, against, tmp_path):
    assert _alarms(text, against, tmp_path) == []
    assert _alarms(text.replace(*planted, 1), against, tmp_path)


@pytest.mark.parametrize(
    "text",
    [
        "Three members of universities told us that the talks lasted 45 minutes.",
        "Two thirds of them came back within 12 months.",
        "“Experiences, desires and feelings” is the most common domain, with 62 messages.",
    ],
)
def test_what_counts_nothing_or_is_a_name_is_no_alarm(text, against, tmp_path):
    assert _alarms(text, against, tmp_path) == []


def test_a_gate(space, tmp_path):
    path = tmp_path / "f.md"
    path.write_text(TRUE.replace("45 messages", "46 messages"), encoding="utf-8")
    checked = check_findings(space, path, [load_corpus(space, "forum")])
    section = claims_section(checked)
    [row] = section.tables[0].for_people
    assert row["written"] == "46" and row["there"] == "45" and "A3" in row["source"]
    with pytest.raises(GateError, match=r"1 of \d+ claims of f.md does not hold"):
        hold_claims(checked)
    assert check_findings(space, path, [load_corpus(space, "forum")], accepted=["46"]).holds


@pytest.mark.parametrize("name", ["f.html", "f.txt"])
def test_other_kinds_of_files(name, against, tmp_path):
    text = "The forum has 131 messages in 37 threads."
    page = f"<html><body><p>{text}</p></body></html>" if name.endswith("html") else text
    found = _traced(page, against, tmp_path, name)
    assert [(c.written, c.state) for c in found.claims] == [("131", "found"), ("37", "changed")]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("1,234 messages and 12,5 %", [(1234, 0, False), (12.5, 1, True)]),
        ("-.05 to .12", [(-0.05, 2, False), (0.12, 2, False)]),
        ("10–20 people", [(10, 0, False), (20, 0, False)]),
        ("A3, T01, x2 and B1", []),
        ("about 50 per cent", [(50, 0, True)]),
    ],
)
def test_numbers(text, values):
    assert [(n.value, n.places, n.percent) for n in find_numbers(text)] == values


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("See Table 3.", "number of a table, a figure, a section or a page"),
        ("on 3 October 2013", "date"),
        ("in 2013", "year"),
        ("(Ling and Martins, 2015)", "citation"),
        ("doi:10.1080/21681376.2015.1013149", None),
        ("a 95 % confidence interval", "limit of a test or an interval"),
        ("p < .001", "limit of a test or an interval"),
        ("textmine 0.1.0", None),
    ],
)
def test_numbers_that_count_nothing(text, why):
    assert {n.set_aside for n in find_numbers(text)} in ({why}, {why, "date", "year"}, set())
    assert why is None or why in {n.set_aside for n in find_numbers(text)}


@pytest.mark.parametrize(
    ("text", "words", "names"),
    [
        ("„Zu teuer für uns“ (D7)", "Zu teuer für uns", ("D7",)),
        ("« Trop cher » — D7", "Trop cher", ("D7",)),
        ("It isn't 'so' or the firms' wish.", None, ()),
        ("She said, “no way” (p. 3)", "no way", ()),
    ],
)
def test_quotations(text, words, names):
    found = find_quoted(text, {"D7"})
    assert [one.words for one in found] == ([words] if words else [])
    assert not found or found[0].names == names


def test_what_nothing_names_is_not_held_against_any_figure(against, tmp_path):
    found = _traced("They filled in 73 of the 100 sheets that were sent out.", against, tmp_path)
    assert [(c.state, c.there, c.source) for c in found.claims] == [("not found", "", "")] * 2


def test_a_verb_does_not_name_a_code():
    names = Names([Slot("code", "speaking", ("Speaking",), ("what@book",))])
    assert names.find("Of the 40 who speak of rent, most rent.") == ()
    assert len(names.find("Speaking is coded 40 times.")) == 1
