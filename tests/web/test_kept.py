"""What is kept in memory: made once a stamp, and no more than there is room for."""

from textmine.web.kept import Latest


def test_it_is_made_anew_only_when_its_stamp_changes():
    made, kept = [], Latest[str, int](2)
    values = [kept.of("a", (stamp,), lambda: made.append(1) or len(made)) for stamp in (1, 1, 2)]
    assert values == [1, 1, 2]


def test_what_was_asked_for_longest_ago_goes_first():
    kept = Latest[str, int](2)
    made = []

    def ask(key):
        kept.of(key, (), lambda: made.append(key) or 0)

    for key in ("a", "b", "a", "c", "a", "b"):
        ask(key)
    assert made == ["a", "b", "c", "b"]
