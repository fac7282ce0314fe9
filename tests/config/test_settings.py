from __future__ import annotations

import pytest

from textmine.config import Settings, read_settings
from textmine.errors import InputError


def _read(tmp_path, text):
    (tmp_path / "textmine.toml").write_text(text, encoding="utf-8")
    return read_settings(tmp_path / "textmine.toml")


def test_every_key_may_be_left_out(tmp_path):
    assert _read(tmp_path, "") == Settings()
    assert _read(tmp_path, "[nlp]\nprofile = 'fast'").nlp.profile == "fast"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("sede = 1", r"Setting 'sede' in .*textmine\.toml cannot be used.*Did you mean 'seed'"),
        ("[nlp]\nprofil = 'fast'", r"Setting 'nlp\.profil'.*Did you mean 'nlp\.profile'"),
        ("[topic]\nn = 1", r"Setting 'topic'.*Known: codings, nlp\.batch_size"),
        ("seed = -1", r"Setting 'seed'.*greater than or equal to 0\. Got -1"),
        ("[train]\nfolds = 1", r"Setting 'train\.folds'.*Got 1"),
        ("[topics]\nmax_df = 1.5", r"Setting 'topics\.max_df'.*Got 1\.5"),
        ("[nlp]\nprofile = 'quick'", r"Setting 'nlp\.profile'.*'full' or 'fast'.*Got 'quick'"),
        ("[nlp]\ncleaning = ['soap']", r"Setting 'nlp\.cleaning\.0'.*Got 'soap'"),
        ("nlp = 3", r"Setting 'nlp'"),
        ("seed = ", r"is not readable as TOML: Invalid value"),
        ("seed = 1\nseed = 2", r"is not readable as TOML"),
    ],
)
def test_what_cannot_be_is_named(tmp_path, text, sentence):
    with pytest.raises(InputError, match=r"(?s)" + sentence):
        _read(tmp_path, text)


def test_a_file_that_is_not_utf8(tmp_path):
    (tmp_path / "textmine.toml").write_bytes("codings = 'é'".encode("latin-1"))
    with pytest.raises(InputError, match="is not readable as TOML"):
        read_settings(tmp_path / "textmine.toml")


def test_the_command_line_overrides_what_it_names():
    changed = Settings().override("nlp", profile="fast", n_process=None)
    assert changed.nlp.profile == "fast"
    assert changed.nlp.n_process == 1
    assert Settings().override("", seed=7).seed == 7
    assert Settings().nlp.profile == "full"


def test_the_command_line_is_held_to_the_same_limits():
    with pytest.raises(InputError, match=r"Setting 'nlp\.n_process' in the command line.*Got 0"):
        Settings().override("nlp", n_process=0)
