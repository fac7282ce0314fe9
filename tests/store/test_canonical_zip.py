from __future__ import annotations

import io
import zipfile

from hypothesis import given
from hypothesis import strategies as st

from textmine.store.canonical_zip import zip_members

NAMES = st.text("abcxyz/._-1é", min_size=1, max_size=12)


@given(st.dictionaries(NAMES, st.binary(max_size=200), max_size=6))
def test_members_come_back_and_their_order_changes_nothing(members):
    data = zip_members(members)
    assert data == zip_members(dict(reversed(members.items())))
    archive = zipfile.ZipFile(io.BytesIO(data))
    assert archive.namelist() == sorted(members)
    assert {name: archive.read(name) for name in archive.namelist()} == members
    assert archive.testzip() is None


def test_members_are_dated_alike_and_deflated():
    (info,) = zipfile.ZipFile(io.BytesIO(zip_members({"a": b"x" * 1000}))).infolist()
    assert info.date_time == (1980, 1, 1, 0, 0, 0)
    assert info.compress_size < 100
