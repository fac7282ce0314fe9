"""Zip archives that strangers made."""

from __future__ import annotations

import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from textmine.corpus.reading.archives import is_zip, member_names, member_start, unpacked
from textmine.errors import InputError, NotFoundError, TextmineError


def _zip(path, members, method=zipfile.ZIP_DEFLATED):
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def test_wanted_members_are_unpacked_and_gone_afterwards(tmp_path):
    path = _zip(tmp_path / "a.zip", {"x/a.csv": "id\n1\n", "b.txt": "no", "x/": ""})
    assert is_zip(path)
    assert member_names(path) == ["x/a.csv", "b.txt"]
    assert member_start(path, "x/a.csv", 2) == b"id"
    with unpacked(path, lambda name: name.endswith(".csv")) as folder:
        found = [
            file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()
        ]
        assert found == ["x/a.csv"]
    assert not folder.exists()


@pytest.mark.parametrize("name", ["../a.csv", "/a.csv", "x/../../a.csv", "..\\a.csv", "C:a.csv"])
def test_names_that_lead_out_are_refused(tmp_path, name):
    path = _zip(tmp_path / "a.zip", {name: "x"})
    with pytest.raises(InputError, match="leads out of the archive"), unpacked(path, bool):
        pass
    assert [file.name for file in tmp_path.iterdir()] == ["a.zip"]


def test_separators_of_windows_are_folders(tmp_path):
    path = _zip(tmp_path / "a.zip", {})
    with zipfile.ZipFile(path, "w") as archive:
        entry = zipfile.ZipInfo("x/a.csv")
        entry.filename = "x\\a.csv"
        archive.writestr(entry, "id\n1\n")
    assert member_names(path) == ["x/a.csv"]
    assert member_start(path, "x/a.csv", 2) == b"id"
    with unpacked(path, bool) as folder:
        assert (folder / "x" / "a.csv").is_file()


def test_only_what_is_wanted_can_be_a_trap(tmp_path):
    path = _zip(tmp_path / "a.zip", {"a.csv": "id\n", "../b.txt": "no"})
    with unpacked(path, lambda name: name.endswith(".csv")) as folder:
        assert [file.name for file in folder.iterdir()] == ["a.csv"]


def test_no_archive(tmp_path):
    with pytest.raises(NotFoundError), unpacked(tmp_path / "none.zip", bool):
        pass
    assert not is_zip(tmp_path / "none.zip")
    assert member_names(tmp_path / "none.zip") == []


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.integers(0, 400), byte=st.integers(0, 255), cut=st.integers(0, 400))
def test_damaged_archives_are_a_sentence(tmp_path, place, byte, cut):
    path = _zip(tmp_path / "a.zip", {"a.csv": "id,text\n1,abc\n" * 20, "b/c.csv": "x" * 90})
    data = bytearray(path.read_bytes())
    data[place % len(data)] = byte
    path.write_bytes(bytes(data[: max(len(data) - cut, 1)]) if cut > 200 else bytes(data))
    try:
        with unpacked(path, bool) as folder:
            assert folder.is_dir()
    except TextmineError as error:
        assert error.hint
