"""The report of whole corpora: words bound to intervals, settings, languages, what is not told."""

from __future__ import annotations

import math
import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.report.reading import page_of, texts_of
from textmine.codebook import find_codebook
from textmine.corpus import load_corpus
from textmine.errors import InputError
from textmine.report.language import known_languages, language_of
from textmine.report.whole.build import write_report
from textmine.report.whole.settings import (
    EXAMPLE,
    ReportSettings,
    begin_report_settings,
    read_report_settings,
)
from textmine.report.whole.shares import Amount, amount_word, is_more
from textmine.report.whole.wording import told_alone
from textmine.stats import wilson_interval


@pytest.mark.parametrize(
    ("low", "high", "word"),
    [
        (0.9, 0.97, "nearly_all"),
        (0.89, 0.97, "most"),
        (0.501, 0.7, "most"),
        (0.5, 0.7, "open"),
        (0.4, 0.6, "half"),
        (0.39, 0.6, "open"),
        (0.2, 0.499, "minority"),
        (0.05, 0.5, "open"),
        (0.0, 0.1, "few"),
        (0.45, 0.45, "half"),
        (0.56, 0.56, "most"),
        (math.nan, math.nan, "open"),
    ],
)
def test_words_for_shares_are_bound_to_the_whole_interval(low, high, word):
    assert amount_word(Amount((low + high) / 2, low, high)) == word


@given(st.integers(1, 400), st.data())
def test_most_is_said_only_where_half_is_ruled_out(n, data):
    count = data.draw(st.integers(0, n))
    interval = wilson_interval(count, n)
    word = amount_word(Amount(count / n, interval.low, interval.high))
    if word in ("most", "nearly_all"):
        assert interval.low > 0.5
    if word in ("minority", "few"):
        assert interval.high < 0.5


def test_more_needs_a_difference_that_leaves_out_zero():
    def of(count, n=100):
        interval = wilson_interval(count, n)
        return Amount(count / n, interval.low, interval.high)

    assert is_more(of(62), of(38), 100)
    assert not is_more(of(54), of(46), 100)
    # Bonett & Price (2012): (62 + 1)/102 - (38 + 1)/102 less 1.96 errors
    first, second = 63 / 102, 39 / 102
    low = first - second - 1.959964 * math.sqrt((first + second - (first - second) ** 2) / 102)
    assert low == pytest.approx(0.0467, abs=5e-4)
    assert not is_more(of(30), of(25), 100, None)
    assert is_more(Amount(0.31, 0.31, 0.31), Amount(0.3, 0.3, 0.3), 100)


def test_all_languages_say_the_same_with_the_same_values():
    english = language_of("en").entries
    assert known_languages() == ["de", "en"]
    for code in known_languages():
        entries = language_of(code).entries
        assert set(entries) == set(english)
        for key, text in entries.items():
            assert _values_of(text) == _values_of(english[key]), (code, key)
    with pytest.raises(InputError, match=r"language 'fr'.*There are: de, en"):
        language_of("fr")


def _values_of(text):
    fields = (name for _, name, _, _ in string.Formatter().parse(text) if name)
    return {name.removesuffix(".dative") for name in fields}


ENGLISH = re.compile(
    r"\b(the|of|with|and|by|not|is|are|has|from|each|this|nobody)\b", re.IGNORECASE
)
"""Words that stand in any English sentence, and in no German one."""


def test_no_sentence_is_left_in_english():
    english, german = language_of("en").entries, language_of("de").entries
    for key, text in german.items():
        plain = re.sub(r"\{\w+(?:\.dative)?\}|[(]\w[^()]*\d{4}[)]", "", text)
        assert not ENGLISH.search(plain), key
        if len(english[key].split()) > 3:
            assert text != english[key], key


@pytest.mark.slow
def test_no_english_stands_on_a_german_page(trained):
    """But names of codes and themes, quotations, and works that are cited."""
    corpus = load_corpus(trained, "forum")
    settings = ReportSettings(language="de", quotations={"number": 1})
    root = page_of(write_report(trained, corpus, "de", settings).page.parent)
    for place in ("appendix", "references"):
        root.get_element_by_id(place).drop_tree()
    for one in [*root.iter("style"), *root.iter("blockquote"), *root.find_class("subtitle")]:
        one.drop_tree()
    book = find_codebook("ling-martins-2015", trained)
    codes = [code for dimension in book.dimensions for code in dimension.codes]
    names = [book.title, *(one.name for one in book.dimensions), *book.product.cells.values()]
    names += [part for one in codes for part in (one.name, one.definition)]
    for text in root.itertext():
        plain = re.sub("[“„][^“”]*[“”]", "", " ".join(text.split()))
        for name in sorted(names, key=len, reverse=True):
            plain = plain.replace(name, "")
        if plain.strip() and not any(
            plain in name for name in names
        ):  # a line of a name in a figure
            assert not ENGLISH.search(plain), text


def test_the_example_says_what_can_be_said(tmp_path):
    path = tmp_path / "report.toml"
    path.write_text(EXAMPLE, encoding="utf-8")
    assert read_report_settings(path) == ReportSettings()
    lines = []
    for line in EXAMPLE.splitlines()[1:]:
        code = line.removeprefix("# ")
        if re.match(r"[a-z_]+ = |\[", code):
            lines.append(code)
    path.write_text("\n".join(lines), encoding="utf-8")
    found = read_report_settings(path)
    assert found.authors == ("Ada Example", "Bo Sample")
    assert found.quotations.chosen[0].of == "A"
    assert set(ReportSettings.model_fields) == {
        *re.findall(r"^# ([a-z]+) = ", EXAMPLE.partition("# [quot")[0], re.MULTILINE),
        "quotations",
    }


def test_a_workspace_begins_with_a_file_that_says_nothing_yet(tmp_path):
    begin_report_settings(tmp_path)
    path = tmp_path / "report.toml"
    assert read_report_settings(path) == ReportSettings()
    path.write_text('title = "Mine"\n', encoding="utf-8")
    begin_report_settings(tmp_path)
    assert read_report_settings(path).title == "Mine"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('titel = "x"', "says 'titel'.*Did you mean 'title'"),
        ("[quotations]\nnumbers = 2", "says 'quotations.numbers'.*Did you mean 'number'"),
        ('[[quotations.chosen]]\ndocument = "1"', "'words', or its 'start' and 'end'"),
        ('parts = ["code"]', "'parts.1' cannot be used"),
        ("title = [", "not readable as TOML"),
    ],
)
def test_settings_that_mean_nothing_are_a_sentence(tmp_path, text, said):
    path = tmp_path / "report.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=said):
        read_report_settings(path)


def settings_with(words, document="1", **more):
    chosen = {"document": document, "words": words, **more}
    what = {"parts": ("codes",), "models": (), "quotations": {"chosen": [chosen]}}
    return ReportSettings.model_validate(what)


@pytest.mark.slow
def test_a_chosen_quotation_stands_word_for_word(trained):
    corpus = load_corpus(trained, "forum")
    identity, text = corpus.ids[4], corpus.texts[4]
    words = text[10:80]
    written = write_report(trained, corpus, "r", settings_with(words, identity))
    first = page_of(written.page.parent).get_element_by_id("findings")
    assert words in texts_of(first)
    quoted = page_of(written.page.parent).xpath(
        "//*[starts-with(@id, 'chapter-codes')]//blockquote"
    )
    said = [texts_of(one) for one in quoted]
    assert len(said) > 6
    assert len(said) - len(set(said)) <= 1  # of few messages, one may be typical of two codes
    with pytest.raises(InputError, match=r"Quotation 1 of report.toml is not in document"):
        write_report(trained, corpus, "r", settings_with(words + "x", identity))
    with pytest.raises(InputError, match="no document 'zz'"):
        write_report(trained, corpus, "r", settings_with(words, "zz"))
    with pytest.raises(InputError, match="no code and no theme"):
        write_report(trained, corpus, "r", settings_with(words, identity, of="zz"))


@pytest.mark.slow
def test_several_corpora_a_question_and_another_language(trained):
    corpora = [load_corpus(trained, name) for name in ("forum", "forum-new")]
    settings = ReportSettings(
        title="T",
        authors=("Ada", "Bo"),
        date="3 May",
        question="Why?",
        language="de",
        parts=("limits", "codes"),
        quotations={"show": False},
    )
    written = write_report(trained, corpora, "both", settings)
    page = page_of(written.page.parent)
    assert written.sections == ("Befunde", "Grenzen", "Codes")
    assert page.get("lang") == "de"
    assert page.find_class("byline")[0].text_content() == "Ada, Bo · 3 May"
    assert page.find_class("question")[0].text_content() == "Why?"
    assert not list(page.iter("blockquote"))
    text = texts_of(page)
    assert "Das Korpus „forum“ hat" in text
    assert "Das Korpus „forum-new“ hat" in text


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Import it again with --author. It has no author.", "It has no author."),
        ("3 cases; 'textmine agreement' lists them.", "3 cases."),
        ("Nothing to type here -- at all.", "Nothing to type here -- at all."),
        ("Say whose: --coder NAME", "Say whose."),
    ],
)
def test_pages_do_not_say_what_to_type(text, left):
    assert told_alone(text) == left
