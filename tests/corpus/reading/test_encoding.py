from __future__ import annotations

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from textmine.corpus.reading.encoding import read_text
from textmine.errors import TextmineError


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    data=st.binary(max_size=400),
    encoding=st.sampled_from([None, "utf-8", "utf-16", "utf-7", "idna", "cp1252"]),
)
@example(b"+2AA-", "utf-7")
@example(b"\xff\xfe\x00\xd8", None)
def test_any_bytes_are_a_text_or_a_sentence(tmp_path, data, encoding):
    (tmp_path / "t.txt").write_bytes(data)
    try:
        decoded = read_text(tmp_path / "t.txt", encoding)
    except TextmineError as error:
        assert error.hint
    else:
        assert decoded.text.strip()
        assert "\r" not in decoded.text
        decoded.text.encode("utf-8")


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(exclude_categories=("Cs",)), max_size=200).filter(str.strip))
def test_utf8_is_read_as_it_was_written(tmp_path, text):
    (tmp_path / "t.txt").write_bytes(b"\xef\xbb\xbf" + text.encode())
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if text.strip():
        assert read_text(tmp_path / "t.txt").text == text
