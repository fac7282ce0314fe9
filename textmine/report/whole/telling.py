"""How shares and codes are told in the words of a language."""

from collections.abc import Sequence
from typing import Any

from textmine.checking.made_from import Moved
from textmine.corpus import Corpus, talk_level
from textmine.present import Figure
from textmine.report.figures import interval_chart
from textmine.report.language import Language
from textmine.report.whole.gathering import CodedBook
from textmine.report.whole.shares import Amount, CodeShare, DimensionShares, amount_word

_DEFINITION = 160


def limits_of(language: Language, amount: Amount) -> str:
    """Return the limits of a share, " [47, 63]", or "" where it was counted."""
    if amount.counted:
        return ""
    between = language.say("number.between")
    return f" [{language.points(amount.low)}{between}{language.points(amount.high)}]"


def share_text(language: Language, amount: Amount) -> str:
    """Return a share with its limits: 55 % [47, 63]."""
    return f"{language.percent(amount.share)}{limits_of(language, amount)}"


def figures_of(language: Language, shares: DimensionShares, one: CodeShare) -> str:
    """Return the figures of a code: "72 of 131, 55 % [47, 63]"; of an estimate the share alone."""
    if shares.basis == "corrected":
        return share_text(language, one.amount)
    n = language.out_of(one.count, shares.n)
    return f"{n}, {share_text(language, one.amount)}"


def units_of(language: Language, shares: DimensionShares) -> str:
    """Return what shares are of: messages, or messages coded where no draw chose them."""
    units = language.unit(shares.unit, 2)
    if shares.basis not in ("coded", "disputed"):
        return units
    return language.say(f"amount.of_{shares.basis}", units=units)


def amount_text(language: Language, shares: DimensionShares, one: CodeShare) -> str:
    """Return a share in the words that its interval allows."""
    return language.say(
        f"amount.{amount_word(one.amount)}",
        units=units_of(language, shares),
        low=language.percent(one.amount.low),
        high=language.percent(one.amount.high),
    )


def basis_text(language: Language, shares: DimensionShares) -> str:
    """Return what shares rest on."""
    of = "" if shares.n_corpus is None else language.count(shares.n_corpus)
    units = language.unit(shares.unit, 2)
    n = language.count(shares.n)
    left = language.count(shares.n_open)
    return language.say(f"basis.{shares.basis}", n=n, of=of, units=units, open=left)


def code_cell(one: CodeShare) -> str:
    """Return a code as the cell of a table: its name, and below it the definition."""
    return f"{one.name}\n{cut(one.definition)}".rstrip()


def cut(text: str) -> str:
    """Return a definition, cut at a word where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= _DEFINITION else f"{line[:_DEFINITION].rsplit(' ', 1)[0]} …"


def shares_figure(language: Language, name: str, shares: Sequence[DimensionShares]) -> list[Figure]:
    """Draw the share of every code of some dimensions, with intervals where there are any.

    Of many codes the commonest are drawn, so that the figure is not taller than half a page.
    """
    most = min(_MOST_DRAWN, max(1, _MOST_LINES // max(1, len(shares)) - 1))
    rows: list[dict[str, Any]] = [
        {
            "dimension": share.name,
            "code": code_share.name,
            "value": code_share.amount.share,
            "low": None if code_share.amount.counted else code_share.amount.low,
            "high": None if code_share.amount.counted else code_share.amount.high,
        }
        for share in shares
        for code_share in (share.codes if len(share.codes) <= most else share.leading[:most])
    ]
    if not rows:
        return []
    highest = max(row["high"] or row["value"] for row in rows)
    caption = language.say(
        "front.figure",
        units=units_of(language, shares[0]),
        interval="" if rows[0]["low"] is None else language.say("front.figure_interval"),
        basis=basis_text(language, shares[0]),
    )
    if any(len(share.codes) > most for share in shares):
        caption += language.say("front.figure_first", n=most)

    def draw(width: int) -> str:
        return interval_chart(
            rows,
            width=width,
            label="dimension",
            within="code",
            domain=(0.0, min(1.0, highest * 1.08 + 0.02)),
            title=language.say("column.share_plain"),
            percent=True,
            bars=True,
        )

    return [Figure(name, caption, draw)]


_MOST_DRAWN, _MOST_LINES = 10, 24
"""Codes of a dimension, and lines of a figure with those that name dimensions."""


def cited(book: CodedBook) -> str:
    """Return the work that a codebook is from, in brackets: " (Ling & Martins 2015)", or ""."""
    citation = book.standing.codebook.citation
    short = citation.partition(",")[0].strip().rstrip(".").replace("(", "").replace(")", "")
    return f" ({short})" if short else ""


def title_of_book(book: CodedBook) -> str:
    """Return what a codebook is called."""
    return book.standing.codebook.title or book.standing.codebook.name


def changed_text(language: Language, model: str, changed: Sequence[Moved]) -> list[str]:
    """Return the sentence that a model is older than what it was made from, if it is."""
    changes = []
    for moved in changed:
        room, _, name = moved.what.partition("/")
        name, _, file = name.partition("/")
        key = f"changed.{room}"
        of = language.quoted(name)
        changes.append(language.say(key, name=of) + (f" ({file})" if file else ""))
    if not changes:
        return []
    return [
        language.say("changed.model", model=language.quoted(model), what=language.listed(changes))
    ]


def extent_words(language: Language, corpus: Corpus, unit: str) -> dict[str, str]:
    """Return the parts of the sentence on how large a corpus is, "" for what it does not know."""
    counts = corpus.info.counts
    n_people, n_threads = counts.get("authors"), counts.get("threads", counts.get("files"))
    people = ""
    if n_people:
        key = "front.author" if n_people == 1 else "front.authors"
        people = language.say(key, n=language.count(int(n_people)))
    threads = ""
    if n_threads and 1 < int(n_threads) < len(corpus):
        talk = "file" if corpus.info.cut_files else talk_level(corpus).removesuffix("s")
        threads = language.say("front.in_threads", threads=language.units(talk, int(n_threads)))
    dates = ""
    if "first" in counts:
        first, last = (language.day(str(counts[key])) for key in ("first", "last"))
        key = "front.day" if first == last else "front.dates"
        key = "front.dates_of_files" if corpus.info.dated_by_files else key
        dates = language.say(key, first=first, last=last)
    return {
        "corpus": language.quoted(corpus.name),
        "units": language.units(unit, len(corpus)),
        "authors": people,
        "threads": threads,
        "dates": dates,
    }
