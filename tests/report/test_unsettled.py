"""A report on codes of two coders who differ, with nothing settled: each is told by themselves."""

from __future__ import annotations

from tests.report.reading import page_of, texts_of
from textmine.coding import adjudicate_by_majority, open_codings, read_open_cases
from textmine.corpus import load_corpus
from textmine.report.whole.build import build_report, write_report
from textmine.report.whole.settings import ReportSettings
from textmine.schema import Coding

PARTS = ReportSettings(parts=("codes", "methods"), quotations={"show": False})


def test_what_each_coder_gave_stands_side_by_side(small):
    """Ann gave a, b, c in turn; Ben the first 40 of 48, and a in the place of b."""
    ids = load_corpus(small, "small").ids
    ben = [
        Coding("small", one, "subject", "ac"[place % 3 == 2], "ben", codebook="small-book")
        for place, one in enumerate(ids[:40])
    ]
    open_codings(small).append(ben)
    report = build_report(small, load_corpus(small, "small"), PARTS)
    first, codes = (
        next(one for one in report.sections if one.id.startswith(name))
        for name in ("findings", "chapter-codes")
    )
    told = (
        "S: most often ann gave ‘about a’ (16\u00a0/\u00a048, 33\u00a0%) and ben gave ‘about a’ "
        "(27\u00a0/\u00a040, 68\u00a0%). Nothing is settled, so that no share holds for all coders."
    )
    assert told in first.sentences and told in codes.sentences
    assert len(first.tables) == 1
    [table] = codes.tables
    assert [row["by ben"] for row in table.for_people] == [
        "27\u00a0/\u00a040, 68\u00a0%",
        "13\u00a0/\u00a040, 32\u00a0%",
        "0\u00a0/\u00a040, 0\u00a0%",
    ]
    assert [row["code"] for row in table.for_people] == ["about a", "about c", "about b"]


def test_one_coder_and_codes_that_stand_are_told_as_before(small):
    written = write_report(small, load_corpus(small, "small"), "r", PARTS)
    text = texts_of(page_of(written.page.parent))
    assert "Nothing is settled" not in text
    assert "No document was left out of it." in text


def test_a_majority_is_told_as_what_it_is(small):
    """Ann, Ben and Cay code 48 texts: all alike but 9, where Ben differs, and 3, where all do."""
    ids = load_corpus(small, "small").ids
    store = open_codings(small)
    for coder, shift in (("ben", 1), ("cay", 2)):
        changed = {ids[place] for place in range(12 if shift == 1 else 3)}
        store.append(
            [
                Coding(
                    *("small", one, "subject", "abc"[(place + shift * (one in changed)) % 3]),
                    *(coder,),
                    codebook="small-book",
                )
                for place, one in enumerate(ids)
            ]
        )
    adjudicate_by_majority(small, read_open_cases(small, "small"))
    german = ReportSettings(
        language="de", parts=("codes", "methods", "limits"), quotations={"show": False}
    )
    for settings, told in (
        (PARTS, "was settled by the majority of the coders: S 36 agreed, 9 settled, 3 left open."),
        (PARTS, "48 documents were coded by ann, ben and cay"),
        (PARTS, "on 3 they differ and nothing is settled, so that 45 have a final code."),
        (german, "entschied die Mehrheit der Codierenden: S 36 übereinstimmend, 9 entschieden"),
        (german, "Bei 3 Dokumenten von „small“ unterscheiden sich die Codierenden"),
    ):
        report = build_report(small, load_corpus(small, "small"), settings)
        assert told in " ".join(text for one in report.sections for text in one.sentences), told


def test_codes_that_are_equally_common_are_named_together(small):
    """Ann changes her codes: the first 6 texts get a, so that b and c are behind it alike."""
    ids = load_corpus(small, "small").ids
    changed = [
        Coding("small", one, "subject", "a", "ann", codebook="small-book") for one in ids[:6]
    ]
    open_codings(small).append(changed)
    corpus = load_corpus(small, "small")
    findings = build_report(small, corpus, PARTS).sections[0]
    assert not any(item.title.startswith("small. ") for item in findings.tables)
    several = build_report(small, [corpus, corpus], PARTS).sections[0]
    assert all(item.title.startswith("small. ") for item in several.tables)
    assert all(light.text.startswith("small. ") for light in several.lights)
    [told] = [sentence for sentence in findings.sentences if "commonest code" in sentence]
    assert "; then come ‘about b’ and ‘about c’ (14\u00a0/\u00a048, 29\u00a0% each)." in told
