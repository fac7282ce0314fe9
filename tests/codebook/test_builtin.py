"""The four codebooks that ship, held against the facts of their papers."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given, settings

from tests.codebook.made import FULL, codebooks
from textmine.codebook import Codebook, codebook_toml, find_codebook, list_codebooks, read_codebook
from textmine.errors import InputError

NAMES = [listed.codebook.name for listed in list_codebooks()]

STRUCTURE = {
    "ling-martins-2015": {
        "knowledge_domain": ("single", "nominal", 3),
        "goal_orientation": ("single", "nominal", 3),
    },
    "martins-ling-2017": {
        "theme": ("multi", "nominal", 3),
        "capacity": ("multi", "nominal", 3),
        "proximity": ("multi", "nominal", 3),
    },
    "osarenkhoe-fjellstrom-2024": {
        "interaction": ("multi", "nominal", 4),
        "cluster_gap": ("multi", "nominal", 7),
    },
    "rozkwitalska-lis-2022": {
        "level": ("single", "ordinal", 4),
        "relationship": ("single", "ordinal", 4),
        "knowledge_type": ("single", "nominal", 5),
        "learning_symptom": ("multi", "nominal", 6),
        "community": ("single", "nominal", 4),
        "domain": ("single", "nominal", 4),
        "meaning": ("single", "nominal", 4),
        "identity": ("single", "ordinal", 4),
        "capability_dynamics": ("single", "ordinal", 4),
    },
}


def test_all_are_held_against_the_facts():
    assert list(STRUCTURE) == NAMES


@pytest.mark.parametrize("name", STRUCTURE)
def test_structure(name):
    book = find_codebook(name)
    assert {d.id: (d.labels, d.scale, len(d.code_ids)) for d in book.dimensions} == STRUCTURE[name]


@pytest.mark.parametrize("name", NAMES)
def test_every_code_can_be_coded_by(name):
    book = find_codebook(name)
    assert "doi 10." in book.citation
    assert "own words" in book.citation
    for dimension in book.dimensions:
        assert dimension.question
        for code in dimension.codes:
            assert code.definition.endswith("."), code.id
            assert bool(code.examples) == code.codable, code.id


@pytest.mark.parametrize("name", NAMES)
def test_ids_survive_a_spreadsheet(name):
    """Nothing that a program reads as empty, a date, a number other than itself, or a formula."""
    for dimension in find_codebook(name).dimensions:
        for code in dimension.codes:
            assert code.id.lower() not in {"none", "na", "n/a", "nan", "null", "true", "false", ""}
            assert code.id[0] not in "=+-@"
            assert code.id.isascii() and code.id == code.id.strip()
            assert not code.id[0].isdigit() or code.id == str(int(code.id))


@pytest.mark.parametrize(
    ("theme", "capacity", "proximity"),
    [
        ("collaborative-workspaces", "absorptive", "social"),
        ("business-network-resources", "connective", "institutional"),
        ("pathways-to-internationalisation", "desorptive", "cognitive"),
    ],
)
def test_what_follows_from_a_theme(theme, capacity, proximity):
    book = find_codebook("martins-ling-2017")
    assert book.dimension("capacity").derive[theme] == capacity
    assert book.dimension("proximity").derive[theme] == proximity
    assert [dimension.id for dimension in book.coded_dimensions] == ["theme"]


def test_gaps_stand_under_headings_that_are_not_given():
    gaps = find_codebook("osarenkhoe-fjellstrom-2024").dimension("cluster_gap")
    under = {code.id: code.parent for code in gaps.codes if code.given}
    assert [code for code, parent in under.items() if parent == "exogenous"] == ["firm-to-global"]
    assert list(under.values()).count("endogenous") == 6


def test_roles_stages_and_attributes():
    book = find_codebook("rozkwitalska-lis-2022")
    assert book.dimension("learning_symptom").roles == ("sender", "recipient")
    assert {code.stage for d in book.dimensions for code in d.codes} == {"axial"}
    assert {a.id: a.values for a in book.attributes} == {
        "case": ("A", "B", "C", "D"),
        "sector": ("metal", "ICT"),
    }


def _round_trip(book: Codebook) -> Codebook:
    return Codebook.model_validate(tomllib.loads(codebook_toml(book)))


@pytest.mark.parametrize("name", NAMES)
def test_a_built_in_one_round_trips(name, tmp_path):
    book = find_codebook(name)
    (tmp_path / "b.toml").write_text(codebook_toml(book), encoding="utf-8")
    assert read_codebook(tmp_path / "b.toml") == book
    assert codebook_toml(read_codebook(tmp_path / "b.toml")) == codebook_toml(book)


@settings(max_examples=60, deadline=None)
@given(codebooks())
def test_any_codebook_round_trips(book):
    assert _round_trip(book).model_dump() == book.model_dump()


def test_the_order_of_a_file():
    text = codebook_toml(find_codebook("rozkwitalska-lis-2022"))
    keys = [line.partition(" =")[0] for line in text.splitlines()]
    assert keys[:6] == ["format", "name", "version", "title", "unit", "citation"]
    assert 'when = { community = ["participants"] }' in text
    assert text.index("[[attributes]]") < text.index("[[dimensions]]") < text.index("[[rules]]")
    assert _round_trip(FULL) == FULL


def test_a_newer_format_is_told_before_its_keys(tmp_path):
    (tmp_path / "b.toml").write_text('format = 2\nname = "b"\nwhatever = 1\n')
    with pytest.raises(
        InputError, match=r"b\.toml is a codebook file of format 2; .* reads format 1\. Upgrade"
    ):
        read_codebook(tmp_path / "b.toml")
