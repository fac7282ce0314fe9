"""Words given for a theme name the topic that they guide, or it is said that they did not."""

from __future__ import annotations

import csv

import pytest

from textmine.codebook import Code, Codebook, Dimension, save_codebook
from textmine.topics import load_topic_model
from textmine.topics.naming.seeded import Seeded, seeded_topics
from textmine.topics.naming.themes import load_themes

FIT = "topics fit small --topics 4 --engine nmf --name s -f json".split()


def rows(ran):
    assert ran.code == 0, ran.err
    return ran.rows


@pytest.mark.slow
def test_the_theme_is_called_as_its_words_in_every_table(in_small, small, tmp_path):
    ran = in_small(*FIT, "--seeds", "fares: ticket, bus", "--seeds", "rooms: Rent, leases")
    names = {row["name"]: row["topic"] for row in rows(ran) if row["name"]}
    assert set(names) == {"fares", "rooms"}
    assert f"'fares' guides {names['fares']}: of its 2 words, ticket and bus are among" in ran.err
    assert "Not counted in this corpus: leases." in ran.err
    shown = in_small(*"topics show s".split()).out
    assert f"{names['fares']} · fares\n" in shown
    out = tmp_path / "t.csv"
    assert in_small("topics", "apply", "s", "small", "--out", out).code == 0
    with out.open(encoding="utf-8-sig", newline="") as stream:
        assert f"{names['fares']} fares" in next(csv.reader(stream))
    reported = in_small("report", "small", "--name", "r")
    assert reported.code == 0, reported.err
    figure = (small.root / "reports" / "r" / "figures" / "topics_s.svg").read_text("utf-8")
    assert f"{names['rooms']}  rooms" in figure.replace("\u00a0", " ")
    history = load_themes(small.root / "models" / "s").history
    assert "the words given for it: ticket, bus" in history[0].reason


def test_codes_of_a_codebook_name_their_themes(in_small, small):
    codes = tuple(
        Code(id=one, name=name, definition=words)
        for one, name, words in (("1", "Fares", "ticket bus"), ("2", "Rooms", "rent lease"))
    )
    subject = Dimension(id="subject", name="Subject", codes=codes)
    save_codebook(small, Codebook(name="words", dimensions=(subject,)))
    ran = in_small(*FIT, "--seeds-from", "words:subject")
    assert {row["name"] for row in rows(ran)} == {"Fares", "Rooms", ""}


def test_words_come_from_files_and_from_several_places(in_small, small, tmp_path):
    path = tmp_path / "seeds.txt"
    path.write_text("# ours\nfares: ticket\n\nfares: bus\nrooms: rent, lease\n", encoding="utf-8")
    ran = in_small(*FIT, "--seeds", path, "--seeds", "fares: rail")
    assert {row["name"] for row in rows(ran)} == {"fares", "rooms", ""}
    assert load_topic_model(small, "s")[1].settings["seeds"] == {
        "fares": ["ticket", "bus", "rail"],
        "rooms": ["rent", "lease"],
    }


@pytest.mark.parametrize(
    ("seeds", "told"),
    [
        (["T02: bus"], "A theme cannot be called 'T02'"),
        (["fares: bus", "Fares: ticket"], "Words are given for 'fares' and for 'Fares'"),
        (["fares"], "--seeds 'fares' is no file and names no theme with words."),
        (["fares: unheard"], "None of the words for 'fares' is counted in this corpus"),
    ],
)
def test_words_that_cannot_name_a_theme_are_refused_before_anything_is_fitted(
    in_small, small, seeds, told
):
    ran = in_small(*FIT, *(part for one in seeds for part in ("--seeds", one)))
    assert ran.code == 1
    assert told in ran.err
    assert not (small.root / "models" / "s").exists()


def test_a_line_of_a_file_that_names_no_theme_is_told(in_small, tmp_path):
    path = tmp_path / "seeds.txt"
    path.write_text("fares: ticket\nbus\n", encoding="utf-8")
    ran = in_small(*FIT, "--seeds", path)
    assert ran.code == 1
    assert "seeds.txt, line 2: 'bus' names no theme with words." in ran.err


def test_words_that_are_not_among_the_top_words_did_not_come_through():
    found = seeded_topics(
        {"fares": ("Ticket", "fare"), "rooms": ("rent",)},
        ["ticket", "rent", "park", "tree"],
        ["T02", "T01"],
        [["park", "tree"], ["rent", "park"]],
    )
    assert [one.came_through for one in found] == [False, True]
    assert found[0].sentence == (
        "The words for 'fares' did not come through: none of them is among the top 2 words of T02 "
        "(park, tree), which is not named after them. Not counted in this corpus: fare."
    )
    assert found[1].sentence == "'rooms' guides T01: of its 1 word, rent is among the top 2."


def test_a_theme_whose_words_did_not_come_through_has_no_name(in_small, small, monkeypatch):
    monkeypatch.setattr(Seeded, "came_through", property(lambda one: one.name != "rooms"))
    ran = in_small(*FIT, "--seeds", "fares: ticket, bus", "--seeds", "rooms: rent, lease")
    assert [row["name"] for row in rows(ran) if row["name"]] == ["fares"]
    assert "The words for 'rooms' did not come through" in ran.err


@pytest.mark.slow
def test_what_people_called_a_topic_stays(in_small, small):
    seeds = ["--seeds", "fares: ticket, bus"]
    first = {row["name"]: row["topic"] for row in rows(in_small(*FIT, *seeds))}
    assert in_small("topics", "name", "s", first["fares"], "Getting about").code == 0
    again = in_small(*"topics update s -f json".split())
    assert {row["name"] for row in rows(again)} == {"Getting about", ""}
    assert f"{first['fares']} keeps its name, 'Getting about'." in again.err
    other = next(one for one in first.values() if one != first["fares"])
    assert in_small("topics", "name", "s", first["fares"], "Tickets").code == 0
    assert in_small("topics", "name", "s", other, "fares").code == 0
    third = in_small(*"topics update s -f json".split())
    assert {row["topic"]: row["name"] for row in rows(third)}[other] == "fares"
