from __future__ import annotations

import pytest

from textmine.codebook import (
    Codebook,
    codebook_toml,
    find_codebook,
    list_codebooks,
    read_codebook,
    save_codebook,
)
from textmine.errors import InputError, NotFoundError

SMALL = """
name = "small"
[[dimensions]]
id = "tone"
name = "Tone"
codes = [{id = "p", name = "positive"}, {id = "n", name = "negative"}]
"""


def _read(tmp_path, text):
    (tmp_path / "b.toml").write_text(text, encoding="utf-8")
    return read_codebook(tmp_path / "b.toml")


def test_the_built_in_codebook():
    book = find_codebook("ling-martins-2015")
    assert [dimension.id for dimension in book.dimensions] == [
        "knowledge_domain",
        "goal_orientation",
    ]
    assert book.dimension("goal_orientation").code_ids == ["A", "B", "C"]
    assert book.cells() == ["A1", "A2", "A3", "B1", "B2", "B3", "C1", "C2", "C3"]
    assert set(book.product.cells) == set(book.cells())
    assert all(code.definition and code.examples for d in book.dimensions for code in d.codes)


def test_a_codebook_round_trip(workspace):
    book = find_codebook("ling-martins-2015")
    changed = book.model_copy(update={"name": "mine", "title": 'a "title"\nof two lines, é'})
    path = save_codebook(workspace, changed)
    assert path == workspace.root / "codebooks" / "mine.toml"
    assert read_codebook(path) == changed == find_codebook("mine", workspace)
    assert read_codebook(path).model_dump() == changed.model_dump()


def test_toml_shows_only_what_is_filled_in(tmp_path):
    text = codebook_toml(_read(tmp_path, SMALL))
    assert "definition" not in text
    assert _read(tmp_path, text) == _read(tmp_path, SMALL)


def test_those_of_the_workspace_come_first(workspace):
    book = find_codebook("ling-martins-2015").model_copy(update={"title": "changed"})
    save_codebook(workspace, book)
    assert find_codebook("ling-martins-2015", workspace).title == "changed"
    assert find_codebook("ling-martins-2015").title != "changed"
    listed = {entry.codebook.name: entry for entry in list_codebooks(workspace)}
    assert listed["ling-martins-2015"].codebook.title == "changed"
    assert [entry.builtin for entry in listed.values()] == [False, True, True, True]
    assert [entry.builtin for entry in list_codebooks()] == [True] * 4


def test_a_codebook_that_is_not_there(workspace, tmp_path):
    with pytest.raises(NotFoundError, match=r"no codebook 'ling-martins'\. Did you mean 'ling-ma"):
        find_codebook("ling-martins", workspace)
    with pytest.raises(NotFoundError, match="There is no codebook file"):
        find_codebook(str(tmp_path / "none.toml"))


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('name = "small"', "name = ", "is not readable as TOML"),
        ('name = "small"', 'name = "no good"', "name: String should match pattern"),
        ('name = "small"', 'name = "small"\ncolour = 1', "colour: Extra inputs"),
        ('name = "small"', "", "name: Field required"),
        ('id = "tone"', 'id = "the tone"', r"dimensions\.0\.id: String should match"),
        (
            ', {id = "n", name = "negative"}',
            "",
            r"dimensions\.0\.codes: Tuple should have at least 2",
        ),
        ('id = "n"', 'id = "p"', "two codes of dimension 'tone' are called 'p'"),
        ('id = "n"', 'id = "P"', "two codes of dimension 'tone' are called 'p'"),
        ('id = "n"', 'id = ""', "String should have at least 1"),
        (
            'name = "small"',
            'name = "small"\nproduct = {name = "x", rows = "tone", columns = "mood"}',
            "the product names a dimension 'mood' that is not there",
        ),
        (
            'name = "small"',
            'name = "small"\n[product]\nname = "x"\nrows = "tone"\ncolumns = "tone"\n'
            'cells = {pz = "?"}',
            "the product names a cell 'pz' that no two codes make",
        ),
    ],
)
def test_broken_codebooks_name_the_key(tmp_path, old, new, sentence):
    assert old in SMALL
    with pytest.raises(InputError, match=r"(?s)b\.toml.*" + sentence):
        _read(tmp_path, SMALL.replace(old, new))


def test_two_dimensions_of_one_name(tmp_path):
    twice = SMALL + SMALL[SMALL.index("[[") :]
    with pytest.raises(InputError, match="two dimensions are called 'tone'"):
        _read(tmp_path, twice)


def test_an_unknown_dimension(tmp_path):
    book: Codebook = _read(tmp_path, SMALL)
    assert book.cells() == []
    with pytest.raises(InputError, match=r"'small' has no dimension 'ton'\. Did you mean 'tone'"):
        book.dimension("ton")
