from __future__ import annotations

from textmine.privacy.aliasing import AliasBook, People, identity, link_mentions
from textmine.privacy.aliasing.aliases import FIRST_NAMES


def test_first_names_are_many_and_readable():
    assert len(FIRST_NAMES) == len(set(FIRST_NAMES)) > 350
    assert all(name.isalpha() and name.istitle() and 2 < len(name) < 10 for name in FIRST_NAMES
               if name not in ("Ia",))  # fmt: skip


def test_several_thousand_people_have_aliases_of_their_own():
    book = AliasBook("7")
    aliases = {book.enrol(f"user {n}", author=True, avoid=()).alias for n in range(12_000)}
    assert len(aliases) == 12_000


def test_the_same_person_has_the_same_alias_and_a_real_name_is_none():
    book = AliasBook("7")
    avoid = {name.casefold() for name in FIRST_NAMES[:200]}
    first = book.enrol("Sarah  Miller", author=False, avoid=avoid)
    again = book.enrol("sarah miller", author=True, avoid=avoid)
    assert (again.alias, again.author) == (first.alias, True)
    assert first.alias.casefold() not in avoid


def test_every_first_name_to_avoid_still_gives_aliases():
    everyone = {name.casefold() for name in FIRST_NAMES}
    alias = AliasBook("7").enrol("Tom", author=True, avoid=everyone).alias
    assert alias.startswith("Person")


def test_numbers_go_on():
    book = AliasBook("7")
    assert book.placeholder("place", "Leeds") == "[place 1]"
    assert book.placeholder("place", "York") == "[place 2]"
    assert book.placeholder("place", " leeds ") == "[place 1]"


def test_whom_a_mention_means():
    people = People(["Sarah Miller", "Sarah Reed", "Tom Reed", "mo_77", "x@example.org"])
    assert people.meant_by("Miller") == "Sarah Miller"
    assert people.meant_by("@mo_77") == "mo_77"
    assert people.meant_by("Sarah") == ""
    assert people.meant_by("TOM REED") == "Tom Reed"
    assert people.meant_by("😀") == ""
    linked = link_mentions(["Ada Byron", "Byron", "Tom"], people)
    assert linked == {"Ada Byron": "Ada Byron", "Byron": "Ada Byron", "Tom": "Tom Reed"}


def test_identity_takes_signs_away():
    assert identity("@Sarah\n Miller ") == "sarah miller"
