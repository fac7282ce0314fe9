"""Topics that people made one theme are one row and one column, with a share and interval anew."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

import textmine
from tests.cases.merged import NAME
from textmine.cli.topics import app
from textmine.corpus import group_numbers, load_corpus
from textmine.stats.shares.means_by_group import cluster_mean_intervals
from textmine.topics import load_topic_model, place_corpus, place_units
from textmine.topics.naming.themes import load_themes

THEMES = ["T01+T03", "T02", "T04"]

ROWS = {
    "show": "show m",
    "by": "by m --by group",
    "by time": "by m --by thread_id --compare t00,t01",
    "by differences": "by m --by group --differences",
    "effects": "effects m --covariates group --draws 2",
    "crosswalk": "crosswalk m --permutations 99",
    "crosswalk of main themes": "crosswalk m --main --permutations 99",
    "update": "update m",
}
"""Commands whose rows name topics in the column `topic`."""

OTHER = {
    "apply": "writes columns",
    "intrusion": "writes tasks",
    "saturation": "counts themes",
    "themes": "lists what people made",
    "name": "changes themes",
    "merge": "changes themes",
    "fit": "begins with topics: see update",
    "lineage": "tells what became of each theme",
    "sweep": "has no model",
    "align": "see test_theme_names_in_figures",
}


def rows(ran):
    assert ran.code == 0, ran.err
    return ran.rows


def title(row):
    return row.get("name") or row["label"]


def read(path):
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.reader(stream))


def test_every_command_on_topics_is_tried_here():
    known = {command.name for command in app.registered_commands}
    assert known == {line.split()[0] for line in ROWS.values()} | set(OTHER)


def test_topics_are_read_as_they_were_fitted_in_few_places():
    root = Path(textmine.__file__).parent
    reading = {
        path.relative_to(root).as_posix()
        for path in root.rglob("*.py")
        if "place_units(" in path.read_text(encoding="utf-8")
    }
    assert reading == {
        "topics/aligning/presence.py",  # topics of two corpora, which have no themes yet
        "topics/fitting.py",
        "topics/model.py",
        "topics/placing.py",
        "topics/refit.py",
        "topics/groups/effects.py",
    }, "place documents with place_corpus: it makes themes of topics"


@pytest.mark.parametrize("line", ROWS.values(), ids=list(ROWS))
def test_a_theme_is_one_row_in_every_table(in_merged, line):
    found = rows(in_merged("topics", *line.split(), "-f", "json"))
    titles = {row["topic"]: title(row) for row in found}
    assert sorted(titles) == sorted(THEMES)
    assert titles["T01+T03"] == NAME
    assert titles["T02"] == "Pictures"
    assert len(set(titles.values())) == len(titles)
    keys = [tuple((k, v) for k, v in row.items() if isinstance(v, str)) for row in found]
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize("which", sorted(set(ROWS) - {"update", "by time"}))
def test_the_terminal_shows_the_name_once(in_merged, which):
    ran = in_merged("topics", *ROWS[which].split())
    assert ran.code == 0, ran.err
    assert "T01+T03" in ran.out
    assert "T03 " not in ran.out.replace("T01+T03 ", "")


def test_shares_are_sums_and_intervals_are_anew(in_merged, merged):
    corpus = load_corpus(merged, "small")
    placed = place_corpus(merged, "m", corpus, merged.settings)
    topics = place_units(load_topic_model(merged, "m")[0], [list(unit) for unit in placed.units])
    both = topics[:, 0] + topics[:, 2]
    assert placed.unit_topic[:, 0] == pytest.approx(both)
    shown = {row["topic"]: row for row in rows(in_merged(*"topics show m -f json".split()))}
    assert sum(row["share"] for row in shown.values()) == pytest.approx(1, abs=1e-5)
    theme = shown["T01+T03"]
    assert theme["share"] == pytest.approx(both.mean(), abs=1e-6)
    groups = group_numbers(placed.corpus, placed.corpus.ids)
    anew = cluster_mean_intervals(both[:, None], groups)[0]
    assert (theme["low"], theme["high"]) == pytest.approx((anew.low, anew.high), abs=1e-3)


def test_shares_by_group_add_up_and_say_who_has_none(in_merged):
    ran = in_merged(*"topics by m --by group -f json".split())
    found = rows(ran)
    for level in ("x", "y"):
        assert sum(row["share"] for row in found if row["level"] == level) == pytest.approx(1)
    assert "Left out: 1 document without a value of group." in ran.err


def test_effects_say_which_covariate_is_lacking(in_merged):
    ran = in_merged(*"topics effects m --covariates group+author --draws 0".split())
    assert "Left out: 1 document without a value of group." in ran.err


def test_a_theme_has_words_and_quotations_of_its_own(in_merged, merged):
    shown = in_merged(*"topics show m".split()).out
    placed = place_corpus(merged, "m", load_corpus(merged, "small"), merged.settings)
    weights = np.array(load_topic_model(merged, "m")[1].details["shares"])
    raw = load_topic_model(merged, "m")[0].topic_word
    mean = (weights[0] * raw[0] + weights[2] * raw[2]) / (weights[0] + weights[2])
    assert placed.model.topic_word[0] == pytest.approx(mean, abs=1e-6)
    assert placed.model.topic_word.sum(axis=1) == pytest.approx(1)
    assert f"T01+T03 · {NAME}\n    words: {', '.join(placed.model.top_words(10)[0])}" in shown


def test_what_was_measured_of_topics_is_said_to_be_a_mean(in_merged, merged):
    ran = in_merged(*"topics show m -f json".split())
    assert "the means of its topics, weighted by their shares" in ran.err
    kept = load_topic_model(merged, "m")[1].details["stability"]
    theme = rows(ran)[0]
    assert theme["returned"] == pytest.approx(min(kept["returned"][0], kept["returned"][2]))
    ends = sorted((kept["subsamples"][0], kept["subsamples"][2]))
    assert ends[0] <= theme["stability"] <= ends[1]


def test_columns_of_an_export_are_themes_that_add_up(in_merged, tmp_path):
    out = tmp_path / "t.csv"
    ran = in_merged(*"topics apply m small --roll-up thread_id --out".split(), out)
    assert ran.code == 0, ran.err
    for path, n_first in ((out, 3), (tmp_path / "t.thread_id.csv", 5)):
        head, *cells = read(path)
        assert head[n_first:] == [f"T01+T03 {NAME}", "T02 Pictures", "T04"]
        for row in cells:
            assert sum(map(float, row[n_first:])) == pytest.approx(1, abs=1e-5)
        assert {row[n_first - 2 : n_first][0]: row[n_first - 1] for row in cells}.items() <= {
            ("T01+T03", NAME),
            ("T02", "Pictures"),
            ("T04", ""),
        }


def test_tasks_and_saturation_take_the_theme_whole(in_merged, tmp_path):
    out = tmp_path / "tasks.csv"
    assert in_merged("topics", "intrusion", "m", "--out", out).code == 0
    assert {row[0].rpartition("-")[0] for row in read(out)[1:]} == set(THEMES)
    scored = rows(in_merged("topics", "intrusion", "m", "--score", out, "-f", "json"))
    assert {row["topic"] for row in scored} == {"all", *THEMES}
    assert in_merged(*"topics intrusion m --kind topics --out".split(), out).code == 0
    assert "Themes seen: 3 in 16 threads" in in_merged(*"topics saturation m".split()).err


@pytest.mark.parametrize("topic", ["T01", "t03", "T01+T03", "fares  & <ROOMS>"])
def test_words_and_lines_of_a_part_are_those_of_the_theme(in_merged, topic):
    lines = in_merged("kwic", "small", "--topic", f"m:{topic}")
    assert lines.code == 0, lines.err
    words = in_merged("words", "small", "--topic", f"m:{topic}")
    assert f"T01+T03 {NAME} against the other themes" in words.out
    for ran in (lines, words):
        assert ("is part of a theme, which is taken whole" in ran.err) == (len(topic) == 3)


@pytest.mark.parametrize(
    "line",
    ["by m --by group", "effects m --covariates group", "crosswalk m", "intrusion m --out x.csv"],
)
def test_one_theme_of_everything_cannot_be_compared(in_merged, line):
    assert in_merged(*"topics merge m T01+T03 T02 T04 --into All".split()).code == 0
    ran = in_merged("topics", *line.split())
    assert ran.code == 1
    assert "All topics of 'm' are one theme, 'All'" in ran.err
    shown = rows(in_merged(*"topics show m -f json".split()))
    assert [(row["topic"], row["share"]) for row in shown] == [("T01+T02+T03+T04", 1.0)]


def test_a_topic_that_moves_says_so_and_comes_back(in_merged, merged):
    moved = in_merged(*"topics merge m T03 T04 --into Rents".split())
    told = f"T03 leaves '{NAME}' (now T01 alone) and joins 'Rents'; T04 named 'Rents'"
    assert f"{told}. Take it back: textmine topics themes m --unmerge Rents" in moved.err
    folder = merged.root / "models" / "m"
    assert load_themes(folder).history[-1].what == told
    assert {row["topic"] for row in rows(in_merged(*"topics show m -f json".split()))} == {
        "T01",
        "T02",
        "T03+T04",
    }
    back = in_merged(*"topics themes m --unmerge rents --reason".split(), "they differ")
    assert f"'Rents' is taken apart: T03 is '{NAME}' again, T04 has no name." in back.err
    themes = load_themes(folder)
    assert {name: one.topics for name, one in themes.themes.items()} == {
        NAME: ("T01", "T03"),
        "Pictures": ("T02",),
    }
    assert themes.history[-1].reason == "they differ"
    assert len(themes.history) == 4


MOVES = {
    "out of a theme, to a new name": (
        ["name m T03 Rents"],
        f"T03 leaves '{NAME}' (now T01 alone) and is now 'Rents'",
        {NAME: "T01", "Pictures": "T02", "Rents": "T03"},
        "T03 is 'Fares & <rooms>' again",
    ),
    "into a theme, written otherwise": (
        ["name m T04 pictures"],
        "T04 joins 'Pictures'",
        {NAME: "T01 T03", "Pictures": "T02 T04"},
        "T02 is 'Pictures' still, T04 has no name",
    ),
    "the last topic of a theme": (
        ["merge m T02 T04 --into Rents"],
        "T02 leaves 'Pictures' (which ends) and joins 'Rents'; T04 named 'Rents'",
        {NAME: "T01 T03", "Rents": "T02 T04"},
        "T02 is 'Pictures' again, T04 has no name",
    ),
    "two themes by their names": (
        ["merge m Pictures T01+T03 --into Rents"],
        f"T02 leaves 'Pictures' (which ends) and joins 'Rents'; T01 and T03 leave '{NAME}'",
        {"Rents": "T01 T02 T03"},
        "T01 is 'Fares & <rooms>' again, T02 is 'Pictures' again, T03 is 'Fares & <rooms>' again",
    ),
    "a theme renamed, then taken apart": (
        ["name m T01+T03 Trains"],
        f"'{NAME}' is called 'Trains' now",
        {"Trains": "T01 T03", "Pictures": "T02"},
        "T01 has no name, T03 has no name",
    ),
}


@pytest.mark.parametrize("which", MOVES)
def test_moves_are_told_kept_and_taken_back(in_merged, merged, which):
    lines, told, expected, again = MOVES[which]
    for line in lines:
        ran = in_merged("topics", *line.split())
        assert ran.code == 0, ran.err
    themes = load_themes(merged.root / "models" / "m")
    assert told in themes.history[-1].what
    assert {name: " ".join(one.topics) for name, one in themes.themes.items()} == expected
    assert told in ran.err
    name = themes.history[-1].into
    back = in_merged("topics", "themes", "m", "--unmerge", name)
    assert back.code == 0, back.err
    assert again in back.err
    assert load_themes(merged.root / "models" / "m").themes


def test_a_renamed_theme_keeps_its_description_and_one_that_ended_gets_it_back(in_merged, merged):
    folder = merged.root / "models" / "m"
    assert in_merged(*"topics name m T02 Pictures --description paintings".split()).code == 0
    assert in_merged(*"topics themes m --final pictures".split()).code == 0
    assert in_merged(*"topics name m Pictures Arts".split()).code == 0
    arts = load_themes(folder).themes["Arts"]
    assert (arts.description, arts.stage) == ("paintings", "final")
    assert in_merged(*"topics merge m T02 T04 --into Both".split()).code == 0
    assert in_merged(*"topics themes m --unmerge Both".split()).code == 0
    assert load_themes(folder).themes["Arts"] == arts


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("name m T02 T04", "A theme cannot be called 'T04'"),
        ("merge m T02 T04 --into t01+t02", "A theme cannot be called 't01+t02'"),
        ("merge m T02 Nothing --into Both", "Model 'm' has no topic 'Nothing'"),
        ("themes m --unmerge Nothing", "Model 'm' has no theme 'Nothing'"),
    ],
)
def test_what_cannot_be_is_a_sentence_and_changes_nothing(in_merged, merged, line, told):
    path = merged.root / "models" / "m" / "themes.toml"
    before = path.read_bytes()
    ran = in_merged("topics", *line.split())
    assert ran.code == 1
    assert told in ran.err
    assert path.read_bytes() == before


def test_a_change_that_is_none_is_not_kept(in_merged, merged):
    path = merged.root / "models" / "m" / "themes.toml"
    before = path.read_bytes()
    ran = in_merged(*"topics name m T02 PICTURES".split())
    assert "'Pictures' is called 'PICTURES' now" in path.read_text(encoding="utf-8")
    assert ran.code == 0
    path.write_bytes(before)
    assert "Everything is so already" in in_merged(*"topics name m T02 Pictures".split()).err
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[themes.A]\ntopics = ["T01"]\n[themes.a]\ntopics = ["T02"]\n', "(line 3)"),
        ('[themes.T02]\ntopics = ["T01"]\n', "'T02' is how topics are called"),
        ('[themes." "]\ntopics = ["T01"]\n', "a theme needs a name"),
    ],
)
def test_names_by_hand_that_nobody_could_tell_apart(in_merged, merged, text, told):
    (merged.root / "models" / "m" / "themes.toml").write_text(text, encoding="utf-8")
    ran = in_merged("topics", "show", "m")
    assert ran.code == 1
    assert told in ran.err


def test_topics_that_the_model_lacks_are_told_and_have_no_row(in_merged, merged):
    text = '[themes.Old]\ntopics = ["T01", "T98"]\n[themes.Gone]\ntopics = ["T99"]\n'
    (merged.root / "models" / "m" / "themes.toml").write_text(text, encoding="utf-8")
    ran = in_merged(*"topics show m -f json".split())
    assert {row["topic"]: row["name"] for row in rows(ran) if row["name"]} == {"T01": "Old"}
    for told in ("'Old' names T98", "'Gone' names T99"):
        assert told in ran.err
        assert told in in_merged(*"topics themes m".split()).err


def test_a_label_that_is_another_themes_name_is_told_apart(in_merged, merged):
    labels = load_topic_model(merged, "m")[1].details["labels"]
    assert in_merged("topics", "name", "m", "T02", labels[3].upper()).code == 0
    shown = {row["topic"]: row for row in rows(in_merged(*"topics show m -f json".split()))}
    assert shown["T04"]["label"] == f"{labels[3]} (T04)"
    assert f"T04 · {labels[3]} (T04) (proposed)" in in_merged(*"topics show m".split()).out


def test_a_refit_keeps_merges_and_says_which_topics_did_not_come_back(in_merged, merged):
    ran = in_merged(*"topics update m -f json".split())
    assert "Every topic came back." in ran.err
    assert rows(ran)[0]["name"] == NAME
    fewer = in_merged(*"topics fit small --topics 2 --name m -f json".split())
    assert fewer.code == 0, fewer.err
    ids = load_topic_model(merged, "m")[0].topic_ids
    gone = {"T01", "T03"} - set(ids)
    assert gone
    for topic in gone:
        assert f"Theme '{NAME}' names" in fewer.err
        assert topic in fewer.err
    assert len({row["topic"] for row in rows(fewer)}) == len(rows(fewer))


def test_every_topic_stands_alone_after_a_theme_is_taken_apart(in_merged):
    before = rows(in_merged(*"topics show m -f json".split()))
    assert in_merged("topics", "themes", "m", "--unmerge", NAME).code == 0
    after = rows(in_merged(*"topics show m -f json".split()))
    assert [row["topic"] for row in after] == ["T01", "T02", "T03", "T04"]
    assert after[0]["share"] + after[2]["share"] == pytest.approx(before[0]["share"], abs=2e-6)
