"""Changes of codes: what follows, what is refused, and what becomes of old codings."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.codebook.made import FULL, codebooks, codes
from textmine.codebook import (
    Code,
    Codebook,
    Dimension,
    add_code,
    current_code,
    find_codebook,
    merge_codes,
    move_code,
    redefine_code,
    rename_code,
    retire_code,
    split_code,
)
from textmine.errors import InputError

WHY = {"reason": "because", "by": "ann", "date": "2026-01-02"}


def _new(identity: str, **more: str) -> Code:
    return Code(id=identity, name=identity.upper(), **more)


def _state(book: Codebook, dimension: str) -> dict[str, str]:
    return {c.id: "retired" if c.retired else c.parent for c in book.dimension(dimension).codes}


def test_a_change_is_recorded():
    book = retire_code(FULL, "tone", "z", **WHY)
    assert book.version == 2
    change = book.changes[-1]
    assert (change.version, change.action, change.codes, change.into) == (2, "retire", ("z",), ())
    assert (change.reason, change.by, change.date) == ("because", "ann", "2026-01-02")
    assert FULL.version == 1


def test_add_with_what_follows():
    new = _new("e")
    with pytest.raises(
        InputError,
        match=r"Say which code of 'kind' follows from 'e'\. Say --follows kind=CODE, one of k",
    ):
        add_code(FULL, "theme", new, **WHY)
    book = add_code(FULL, "theme", new, follows={"kind": "m"}, before="b", **WHY)
    assert book.dimension("theme").code_ids == ["a", "e", "b", "c", "d", "a1"]
    assert book.dimension("kind").derive["e"] == "m"
    heading = Code(id="h", name="", codable=False)
    assert "h" not in add_code(FULL, "theme", heading, **WHY).dimension("kind").derive


def test_what_names_a_renamed_code_follows():
    book = rename_code(FULL, "theme", "a", to="alpha", name="Alpha", **WHY)
    assert book.dimension("theme").code("a1").parent == "alpha"
    assert book.dimension("kind").derive["alpha"] == "k"
    assert book.rules[0].when == {"theme": ("alpha", "b")}
    assert book.changes[-1].detail == "name: 'A' -> 'Alpha'"
    assert rename_code(FULL, "kind", "l", to="ell", **WHY).rules[1].never == {"kind": ("ell",)}
    assert rename_code(FULL, "kind", "l", to="ell", **WHY).dimension("kind").derive["c"] == "ell"
    cells = rename_code(FULL, "tone", "p", to="pos", **WHY).product.cells
    assert cells == {"Gpos": "good", "Hn": "bad"}
    assert rename_code(FULL, "goal", "G", to="g", **WHY).product.cells["gp"] == "good"


def test_merge_into_a_new_code_takes_over_what_all_agree_on():
    book = merge_codes(FULL, "theme", ["a", "b"], _new("ab"), **WHY)
    assert _state(book, "theme") == {
        "ab": "", "a": "retired", "b": "retired", "c": "", "d": "", "a1": "ab",
    }  # fmt: skip
    assert book.dimension("kind").derive["ab"] == "k"
    assert book.rules[0].when == {"theme": ("ab",)}
    assert (
        merge_codes(FULL, "theme", ["c", "d"], _new("cd"), **WHY).dimension("kind").derive["cd"]
        == "l"
    )


def test_merge_into_one_that_is_there():
    book = merge_codes(FULL, "theme", ["c", "d"], "d", **WHY)
    assert book.changes[-1].codes == ("c",)
    assert _state(book, "theme")["c"] == "retired"


def test_merging_a_parent_into_what_stands_under_it():
    book = FULL.model_copy(update={"rules": ()})
    merged = merge_codes(book, "theme", ["a"], "a1", **WHY)
    assert _state(merged, "theme")["a1"] == ""
    assert _state(merged, "theme")["a"] == "retired"


def test_split_takes_over_parent_and_what_follows():
    book = split_code(FULL, "theme", "a1", [_new("a2"), _new("a3")], **WHY)
    assert _state(book, "theme") == {
        "a": "", "b": "", "c": "", "d": "", "a2": "a", "a3": "a", "a1": "retired",
    }  # fmt: skip
    assert book.dimension("kind").derive["a3"] == "k"
    assert book.changes[-1].into == ("a2", "a3")
    ruled = split_code(FULL, "theme", "b", [_new("b1"), "a"], **WHY)
    assert ruled.rules[0].when == {"theme": ("b1", "a")}


def test_move_groups_and_orders():
    book = move_code(FULL, "theme", "b", parent="a", stage="open", before="a", **WHY)
    assert book.dimension("theme").code_ids[0] == "b"
    assert book.dimension("theme").code("b").parent == "a"
    assert book.changes[-1].detail == "parent: '' -> 'a'; stage: '' -> 'open'; before 'a'"
    assert (
        move_code(FULL, "theme", "a1", parent="", **WHY).dimension("theme").code("a1").parent == ""
    )


def test_redefine_says_what_it_changed():
    book = redefine_code(FULL, "tone", "p", definition="D.", examples=["e"], **WHY)
    assert book.dimension("tone").code("p").definition == "D."
    assert book.changes[-1].detail == "definition, examples"
    cleared = redefine_code(book, "tone", "p", definition="", **WHY)
    assert cleared.dimension("tone").code("p").definition == ""


RETIRED = retire_code(FULL, "tone", "z", **WHY)
HEADED = add_code(FULL, "tone", Code(id="h", name="h", codable=False), **WHY)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda: retire_code(FULL, "tone", "q", **WHY), "has no code 'q'"),
        (lambda: retire_code(FULL, "mood", "q", **WHY), "has no dimension 'mood'"),
        (lambda: retire_code(FULL, "tone", "z", reason=" "), "A change needs a reason"),
        (
            lambda: retire_code(FULL, "tone", "p", **WHY),
            r"Rule 1 names 'p' \(a and b are glad\)\. Take it out",
        ),
        (
            lambda: retire_code(FULL, "tone", "n", **WHY),
            r"names 'Hn' by 'n'\. Take these lines out of \[product\.cells\]",
        ),
        (lambda: retire_code(FULL, "goal", "H", **WHY), "The product names 'Hn'"),
        (
            lambda: retire_code(FULL, "theme", "a", **WHY),
            "'a1' of 'theme' is grouped under 'a'. Move first",
        ),
        (
            lambda: retire_code(FULL, "kind", "k", **WHY),
            "'k' follows from 'a', 'a1', 'b' of 'theme'. Say first",
        ),
        (
            lambda: retire_code(RETIRED, "tone", "z", **WHY),
            "'z' of 'tone' is retired. Given are: p, n",
        ),
        (
            lambda: retire_code(FULL.model_copy(update={"product": None}), "goal", "H", **WHY),
            "fewer than two codes to give. Add another first",
        ),
        (
            lambda: add_code(RETIRED, "tone", _new("Z"), **WHY),
            "a retired code 'z' already. Choose another id",
        ),
        (lambda: add_code(FULL, "tone", _new("y", parent="w"), **WHY), "has no code 'w'"),
        (lambda: add_code(FULL, "tone", _new("y"), before="w", **WHY), "has no code 'w'"),
        (
            lambda: add_code(FULL, "tone", _new("y"), follows={"kind": "k"}, **WHY),
            "'kind' does not follow from 'tone'",
        ),
        (
            lambda: add_code(FULL, "theme", _new("y"), follows={"kind": "w"}, **WHY),
            "'kind' has no code 'w'",
        ),
        (lambda: rename_code(FULL, "tone", "p", **WHY), "has this id and name already"),
        (lambda: rename_code(FULL, "tone", "p", to="N", **WHY), "has a code 'n' already"),
        (lambda: redefine_code(FULL, "tone", "p", **WHY), "would stay as it is"),
        (
            lambda: merge_codes(FULL, "theme", ["a"], _new("x"), **WHY),
            "merges too few codes into 'x'",
        ),
        (lambda: merge_codes(FULL, "theme", ["a"], "a", **WHY), "merges too few codes into 'a'"),
        (
            lambda: merge_codes(FULL, "theme", ["a", "c"], _new("x"), **WHY),
            "Say which code of 'kind' follows from 'x'",
        ),
        (
            lambda: merge_codes(FULL, "theme", ["a", "c"], _new("x"), follows={"kind": "k"}, **WHY),
            "Rule 1 names 'a' and not 'c'",
        ),
        (lambda: merge_codes(FULL, "theme", ["c"], "a", **WHY), "Rule 1 names 'a' and not 'c'"),
        (lambda: merge_codes(FULL, "goal", ["G"], "H", **WHY), "The product names 'Gp'"),
        (
            lambda: merge_codes(HEADED, "tone", ["h", "z"], _new("x"), **WHY),
            "'h' of 'tone' is a heading",
        ),
        (
            lambda: merge_codes(FULL, "theme", ["c", "d"], _new("x", parent="c"), **WHY),
            "'c' is about to go",
        ),
        (
            lambda: split_code(FULL, "theme", "c", [_new("x")], **WHY),
            "must become two or more other codes",
        ),
        (
            lambda: split_code(FULL, "theme", "c", ["c", _new("x")], **WHY),
            "To keep the code and take something out",
        ),
        (
            lambda: split_code(FULL, "theme", "c", [_new("x"), _new("X")], **WHY),
            "must become two or more other codes",
        ),
        (
            lambda: split_code(FULL, "theme", "a", [_new("x"), _new("y")], **WHY),
            "grouped under 'a'",
        ),
        (
            lambda: split_code(FULL, "theme", "b", [_new("x"), "c"], **WHY),
            "Rule 1 names 'b' and not 'c'",
        ),
        (
            lambda: move_code(FULL, "theme", "a", parent="a1", **WHY),
            "cannot be grouped under itself",
        ),
        (lambda: move_code(FULL, "theme", "b", **WHY), "stands there already"),
        (lambda: move_code(RETIRED, "tone", "p", parent="z", **WHY), "is retired"),
    ],
)
def test_refused_with_what_to_do(change, sentence):
    with pytest.raises(InputError, match=sentence):
        change()


def _prototypes() -> Codebook:
    ids = ("travel", "language", "fairs", "brokers", "funds", "grants", "friends", "chance")
    return Codebook(
        name="themes",
        dimensions=(Dimension(id="theme", name="Theme", labels="multi", codes=codes(*ids)),),
    )


def _final() -> Codebook:
    """Eight prototype themes -> three final ones, as in Hayes' analysis."""
    book = _prototypes()
    book = merge_codes(book, "theme", ["travel", "language"], _new("distance"), **WHY)  # 2
    book = merge_codes(book, "theme", ["funds", "grants"], _new("money"), **WHY)  # 3
    book = rename_code(book, "theme", "brokers", to="middlemen", **WHY)  # 4
    book = split_code(book, "theme", "chance", [_new("luck"), "friends"], **WHY)  # 5
    book = merge_codes(book, "theme", ["fairs", "middlemen", "friends"], _new("meeting"), **WHY)
    return merge_codes(book, "theme", ["luck"], "distance", **WHY)  # 7


@pytest.mark.parametrize(
    ("code", "version", "now", "review"),
    [
        ("travel", 1, "distance", []),
        ("language", 1, "distance", []),
        ("fairs", 1, "meeting", []),
        ("brokers", 1, "meeting", []),
        ("middlemen", 4, "meeting", []),
        ("friends", 1, "meeting", []),
        ("friends", 5, "meeting", []),
        ("funds", 2, "money", []),
        ("money", 3, "money", []),
        ("chance", 1, None, ["split"]),
        ("chance", 4, None, ["split"]),
        ("luck", 5, "distance", []),
        ("meeting", 7, "meeting", []),
        ("never", 1, "never", []),
    ],
)
def test_prototypes_become_final_themes(code, version, now, review):
    book = _final()
    assert book.version == 7
    assert book.dimension("theme").code_ids == ["distance", "meeting", "money"]
    assert len(book.dimension("theme").codes) == 12
    code_now = current_code(book, "theme", code, version)
    assert (code_now.code, [change.action for change in code_now.review]) == (now, review)


def test_carrying_over_a_redefinition_and_a_retirement():
    book = redefine_code(_prototypes(), "theme", "fairs", definition="New.", **WHY)
    book = rename_code(book, "theme", "fairs", to="shows", **WHY)
    once = current_code(book, "theme", "fairs", 1)
    assert (once.code, [c.version for c in once.review]) == ("shows", [2])
    assert current_code(book, "theme", "fairs", 2).review == ()
    book = retire_code(book, "theme", "shows", **WHY)
    last = current_code(book, "theme", "fairs", 1)
    assert (last.code, [c.action for c in last.review]) == (None, ["redefine", "retire"])
    assert current_code(book, "theme", "shows", 4).code is None
    with pytest.raises(InputError, match=r"given with version 9 .* is at version 4"):
        current_code(book, "theme", "shows", 9)


def test_an_id_that_is_used_again_is_told_apart_by_version():
    book = rename_code(_prototypes(), "theme", "fairs", to="shows", **WHY)
    book = add_code(book, "theme", _new("fairs"), **WHY)
    assert current_code(book, "theme", "fairs", 1).code == "shows"
    assert current_code(book, "theme", "fairs", 3).code == "fairs"


def test_open_codes_are_added_under_the_shipped_axial_ones():
    book = find_codebook("rozkwitalska-lis-2022")
    book = add_code(
        book, "domain", _new("breakfast", parent="meetings-and-events", stage="open"), **WHY
    )
    assert book.dimension("domain").ancestors("breakfast") == ["meetings-and-events"]


@settings(max_examples=60, deadline=None)
@given(codebooks(), st.data())
def test_no_change_loses_a_code(book, data):
    """Every change keeps all codes but renamed ones, counts one version up, and carries all."""
    dimension = data.draw(st.sampled_from(book.coded_dimensions))
    ids = st.sampled_from(dimension.code_ids)
    code, other = data.draw(ids), data.draw(ids)
    changes = {
        "rename": lambda: rename_code(book, dimension.id, code, to="new", **WHY),
        "merge": lambda: merge_codes(book, dimension.id, [code], other, **WHY),
        "split": lambda: split_code(book, dimension.id, code, [_new("new"), _new("newer")], **WHY),
        "move": lambda: move_code(book, dimension.id, code, before=other, **WHY),
        "retire": lambda: retire_code(book, dimension.id, code, **WHY),
    }
    action = data.draw(st.sampled_from(sorted(changes)))
    try:
        new = changes[action]()
    except InputError:
        return
    assert new.version == book.version + 1
    after = {c.id for c in new.dimension(dimension.id).codes}
    lost = {c.id for c in dimension.codes} - after
    assert lost == ({code} if action == "rename" else set())
    for given_code in dimension.code_ids:
        code_now = current_code(new, dimension.id, given_code, book.version)
        assert (code_now.code is None) == bool(code_now.review)
        assert code_now.code is None or code_now.code in new.dimension(dimension.id).code_ids
