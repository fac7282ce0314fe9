"""Two corpora compared: how present themes are, and what each side says."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from textmine import present
from textmine.corpus import Corpus
from textmine.report.figures import interval_chart
from textmine.report.language import ENGLISH, Language
from textmine.topics.aligning.presence import CLEAR, SIGNIFICANT
from textmine.topics.aligning.sides import Alignment, SharedTheme, Side

QuotesOf = Callable[[str, Side], Sequence[present.Quote]]
"""Chooses the quotations of a theme in a corpus, by the name of the corpus."""

_MOST_WORDS, _MOST_LISTED = 8, 6
_MOST_DRAWN = 12
"""Themes of a figure that a page of paper holds in the size of its type."""


def aligned_section(
    found: Alignment,
    language: Language = ENGLISH,
    quoted: Callable[[str], str] = "'{}'".format,
    quotes: QuotesOf | None = None,
) -> present.Section:
    """Return the section: figure, table (a row a theme), and the quotations of each side.

    `quoted` puts names of corpora in quotation marks; `quotes` chooses the quotations of a theme in
    a corpus, by default all of them.
    """
    first, second = found.first, found.second
    said = _Said(found, language, quoted)
    columns = [
        present.Column("theme", lambda theme: theme.id, people=False),
        present.Column("name", lambda theme: theme.name, people=False),
        present.Column(
            "title",
            lambda theme: f"{theme.id} {theme.name}".rstrip(),
            language.say("column.theme"),
            files=False,
        ),
        present.Column("told", said.verdict, language.say("both.verdict"), files=False),
        present.Column("verdict", lambda theme: named_side(theme.verdict, found), people=False),
        _presence(first, lambda theme: theme.first),
        _presence(second, lambda theme: theme.second),
        present.Column("p", lambda theme: theme.p, people=False),
        present.Column("p (corrected)", lambda theme: theme.p_adjusted, language.say("both.p")),
        present.Column(
            "few words",
            lambda theme: _listed(theme.words[:_MOST_WORDS]),
            language.say("column.top_words"),
            files=False,
        ),
        present.Column("words", lambda theme: _listed(theme.words), people=False),
        present.Column(f"words in {first}", lambda theme: _listed(theme.first.words), people=False),
        present.Column(
            f"words in {second}", lambda theme: _listed(theme.second.words), people=False
        ),
        present.Column(
            f"quotations in {first}",
            lambda theme: _quotations(theme.first),
            people=False,
            unquoted=present.nothing,
        ),
        present.Column(
            f"quotations in {second}",
            lambda theme: _quotations(theme.second),
            people=False,
            unquoted=present.nothing,
        ),
    ]
    title = language.say("both.table", first=first, second=second, engine=found.engine)
    table = present.table_of("aligned", title, columns, found.themes)
    themes = found.themes if quotes is None else _drawn(found.themes)
    return present.Section(
        "aligned",
        said.of_both("title"),
        [*found.remarks, *said.groups(), *said.rules()],
        [table],
        said.figures(),
        [said.topic(theme, quotes or _every_quote) for theme in themes],
        records=table,
    )


def languages_told(
    first: Corpus,
    second: Corpus,
    language: Language = ENGLISH,
    quoted: Callable[[str], str] = "'{}'".format,
) -> str:
    """Return what is wrong with comparing two corpora in two languages, "" for one language."""
    from textmine.checking.languages import languages_apart

    apart = languages_apart(first, second)
    if apart is None:
        return ""
    names = {"first": quoted(first.name), "second": quoted(second.name)}
    return language.say("both.languages", one=apart[0], two=apart[1], **names)


def warned(found: Alignment, first: Corpus, second: Corpus) -> Alignment:
    """Return what was found, with a remark first where the two are in different languages."""
    told = languages_told(first, second)
    return replace(found, remarks=(told, *found.remarks)) if told else found


def first_sentences(found: Alignment, language: Language) -> list[str]:
    """Return what only one side speaks of, or more than the other, for a first page."""
    said = _Said(found, language, language.quoted)
    return [said.of_both("lead"), *said.groups(most=_MOST_LISTED)]


def _every_quote(_: str, side: Side) -> Sequence[present.Quote]:
    return [present.Quote(quote.text, quote.signature) for quote in side.quotations]


def named_side(verdict: str, found: Alignment) -> str:
    """Return a verdict with the names of the corpora."""
    kind, _, side = verdict.partition(" ")
    names = {"first": found.first, "second": found.second}
    return f"{kind} {names[side]}" if side in names else verdict


def verdict_said(theme: SharedTheme, found: Alignment) -> str:
    """Return the verdict on a theme; of one that is not settled also which way it leans here."""
    return _Said(found, ENGLISH, str).verdict(theme)


@dataclass(frozen=True)
class _Said:
    """What two corpora have is said in the words of a language, their names in quotation marks."""

    found: Alignment
    language: Language
    quoted: Callable[[str], str]

    def of_both(self, key: str, **values: object) -> str:
        """Return a sentence with the names of both corpora."""
        names = {"first": self.quoted(self.found.first), "second": self.quoted(self.found.second)}
        return self.language.say(f"both.{key}", **names, **values)

    def verdict(self, theme: SharedTheme) -> str:
        """Return the verdict on a theme, with the name of the side."""
        here = self._side(theme.leaning) if theme.leaning else ""
        verdict = self._side(theme.verdict)
        return self.language.say("both.leaning", verdict=verdict, here=here) if here else verdict

    def _side(self, verdict: str) -> str:
        names = {"first": self.found.first, "second": self.found.second}
        kind, _, side = verdict.partition(" ")
        key = kind if side in names else verdict.replace(" ", "_")
        return self.language.say(f"both.{key}", name=names.get(side, ""))

    def groups(self, most: int = 0) -> list[str]:
        """Return a sentence for each verdict, with its themes, at most so many where not 0."""
        by: dict[str, list[str]] = {}
        for theme in self.found.themes:
            told = f"{theme.id} ({theme.name or ', '.join(theme.words[:3])})"
            by.setdefault(f"{theme.verdict} {theme.leaning}".strip(), []).append(told)
        sentences = []
        for verdict in _ORDER:
            themes = by.get(verdict, [])
            if themes:
                listed = "; ".join(themes[: most or None])
                if most and len(themes) > most:
                    listed = self.language.say("both.more_of", themes=listed, n=len(themes) - most)
                key = f"are_{verdict.replace(' ', '_')}"
                sentences.append(self.of_both(key, themes=listed))
        return sentences

    def rules(self) -> list[str]:
        """Return what presence is, what was tested, and what so few clusters cannot tell."""
        found, language = self.found, self.language
        units, clear, n = (
            [language.count(one) for one in pair]
            for pair in (found.n_units, found.n_clear, found.n_clusters)
        )
        kinds = [language.unit(kind, 2) for kind in found.clusters]
        sentences = [
            self.of_both(
                "presence",
                **{"share": f"{100 * CLEAR:.0f}", "n_first": units[0], "n_second": units[1]},
                **{"clear_first": clear[0], "clear_second": clear[1], "clusters_first": n[0]},
                **{"clusters_second": n[1], "kind_first": kinds[0], "kind_second": kinds[1]},
            ),
            language.say(
                "both.test", n=language.count(found.n_permutations), themes=len(found.themes)
            ),
        ]
        sentences += [
            language.say(
                "both.lack", name=self.quoted(name), most=f"{100 * most:.0f}", n=n, kind=kind
            )
            for name, kind, n_here, n, at in zip(
                (found.first, found.second), kinds, found.n_clusters, n, (0, 1), strict=True
            )
            if any((theme.first, theme.second)[at].presence == 0 for theme in found.themes)
            for most in [1 - 0.05 ** (1 / n_here)]
        ]
        if found.least_p >= SIGNIFICANT:
            sentences.append(language.say("both.few", p=language.decimal(found.least_p)))
        return sentences

    def figures(self) -> list[present.Figure]:
        """Return the chart of presence; a side that has an interval for some theme is in it."""
        found = self.found
        known = {
            name
            for theme in found.themes
            for name, side in _sides(theme, found)
            if side.interval.defined
        }
        drawn = _drawn(found.themes)
        chart: list[dict[str, Any]] = [
            {
                "label": theme.title,
                "corpus": name,
                "value": side.presence,
                "low": side.interval.low if side.interval.defined else None,
                "high": side.interval.high if side.interval.defined else None,
            }
            for theme in drawn
            for name, side in _sides(theme, found)
            if name in known
        ]
        if len(chart) < 2:
            return []
        top = max(row["value"] if row["high"] is None else row["high"] for row in chart)
        n = [self.language.count(n) for n in found.n_units]
        caption = self.of_both("figure", n_first=n[0], n_second=n[1])
        if len(drawn) < len(found.themes):
            caption += self.language.say("both.figure_rest", n=len(found.themes) - len(drawn))
        draw = partial(
            interval_chart,
            chart,
            label="label",
            colour="corpus",
            domain=(0.0, min(1.0, top * 1.08)),
            title=self.language.say("both.axis"),
            machines=[found.first, found.second],
            percent=True,
        )
        return [present.Figure("aligned", caption, draw)]

    def topic(self, theme: SharedTheme, quotes: QuotesOf) -> present.QuotedTopic:
        """Return what each side says of a theme: its words there, and quotations."""
        signed = [
            (rank, replace(quote, source=f"{name} · {quote.source}"))
            for name, side in _sides(theme, self.found)
            for rank, quote in enumerate(quotes(name, side))
        ]
        none = self.language.say("both.no_words")
        return present.QuotedTopic(
            " · ".join([theme.id, theme.called, self.verdict(theme)]),
            [
                self.language.say("both.words", name=name, words=_listed(side.words) or none)
                for name, side in _sides(theme, self.found)
            ],
            [quote for _, quote in sorted(signed, key=lambda item: item[0] > 0)],
            in_brief=sum(rank == 0 for rank, _ in signed),
        )


_ORDER = (
    *("only first", "only second", "more first", "more second"),
    *("not settled only first", "not settled only second"),
    *("not settled more first", "not settled more second", "shared"),
)


def _drawn(themes: Sequence[SharedTheme]) -> list[SharedTheme]:
    """Return the themes that a page has room to draw: the one-sided ones before others."""
    sure = [theme for theme in themes if theme.verdict.startswith(("only", "more"))]
    others = [theme for theme in themes if theme not in sure]
    chosen = {theme.id for theme in [*sure, *others][:_MOST_DRAWN]}
    return [theme for theme in themes if theme.id in chosen]


def _sides(theme: SharedTheme, found: Alignment) -> list[tuple[str, Side]]:
    return [(found.first, theme.first), (found.second, theme.second)]


def _presence(name: str, side: Callable[[SharedTheme], Side]) -> present.Column:
    def cell(theme: SharedTheme) -> present.Value:
        return present.with_interval(side(theme).presence, side(theme).interval)

    return present.Column(name, cell, stem=f"{name} ")


def _quotations(side: Side) -> str:
    return " / ".join(f"“{quote.text}” [{quote.document}]" for quote in side.quotations)


def _listed(words: Sequence[str]) -> str:
    return ", ".join(words)
