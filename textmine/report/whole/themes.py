"""The chapters on themes: those of a model, and those that two corpora share."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from textmine import present
from textmine.config import Progress, silent
from textmine.errors import InputError
from textmine.report.alignment import aligned_section, first_sentences, languages_told
from textmine.report.figures import interval_chart
from textmine.report.language import Language
from textmine.report.whole.gathering import Gathered, ThemesFound
from textmine.report.whole.quoting import Quotations
from textmine.report.whole.shares import amount_of
from textmine.report.whole.telling import changed_text, share_text
from textmine.store import Workspace
from textmine.topics import TopicView
from textmine.topics.aligning.alignment import MOST_AT_ONCE, align_corpora
from textmine.topics.aligning.presence import fine_topics
from textmine.topics.aligning.sides import Alignment, Side
from textmine.topics.listing import JOINT

_MANY = 6


def themes_chapter(
    found: ThemesFound, quoted: Quotations, answers: list[str], language: Language, *, drawn: bool
) -> present.Section:
    """Return the chapter on the themes of a model.

    `answers` say whether they follow codes; `drawn` that the first page has their figure.
    """
    view = found.view
    topics = sorted(view.topics, key=lambda topic_view: -topic_view.share)
    return present.Section(
        f"chapter-themes-{view.corpus}-{view.model}",
        language.say("title.themes"),
        [*_sentences(found, language), *answers],
        [_table(found, language)],
        [] if drawn else themes_figure(found, language),
        [
            quoted_topic
            for topic in topics
            for quoted_topic in _quoted(topic, quoted, language, len(topics))
        ],
    )


def theme_name(topic: TopicView, language: Language) -> str:
    """Return the name that people gave a theme, or the label, which is said to be proposed."""
    return topic.name or language.say("word.proposed", label=topic.portrait.label or topic.id)


def themes_figure(found: ThemesFound, language: Language) -> list[present.Figure]:
    """Return the chart of the themes' shares."""
    view = found.view
    topics = [topic for topic in view.topics if topic.interval.defined]
    if not topics:
        return []
    rows = [
        {"theme": theme_name(topic, language), "value": topic.share, **topic.interval.limits}
        for topic in sorted(topics, key=lambda topic_view: -topic_view.share)
    ]
    most = min(1.0, max(topic.interval.high for topic in topics) * 1.08)
    draw = partial(
        interval_chart,
        rows,
        label="theme",
        domain=(0.0, most),
        title=language.say("column.share_plain"),
        machine=True,
        percent=True,
        bars=True,
    )

    return [present.Figure(f"themes_{view.model}", language.say("front.figure_themes"), draw)]


def _sentences(themes: ThemesFound, language: Language) -> list[str]:
    view = themes.view
    unit = "passage" if themes.placed.corpus.info.cut_files else "document"
    sentences = [
        language.say(
            "themes.found",
            model=language.quoted(view.model),
            n=len(view.topics),
            units=language.units(unit, len(view.ids) - len(view.unplaced)),
            unit=language.unit(unit, 1),
            clusters=language.unit(view.groups, 2),
        )
    ]
    sentences += changed_text(language, view.model, themes.changed)
    sentences += [
        language.say("themes.merged", name=language.quoted(topic.name), n=1 + topic.id.count(JOINT))
        for topic in view.topics
        if JOINT in topic.id
    ]
    lost = [language.quoted(topic.title or topic.id) for topic in view.topics if topic.unstable]
    if lost:
        sentences.append(language.say("themes.unstable", names=language.listed(lost)))
    elif any(not math.isnan(topic.returned) for topic in view.topics):
        sentences.append(language.say("themes.stable"))
    if not all(topic.name for topic in view.topics):
        sentences.append(language.say("themes.proposed"))
    return sentences


def theme_columns(language: Language, n_words: int) -> list[present.Column]:
    """Return the columns with a theme's name, its share and its first words."""
    return [
        present.Column(
            "theme", lambda topic: theme_name(topic, language), language.say("column.theme")
        ),
        present.Column(
            "share",
            lambda topic: share_text(language, amount_of(topic.share, topic.interval)),
            language.say("column.share"),
        ),
        present.Column(
            "words",
            lambda topic: ", ".join(topic.words[:n_words]),
            language.say("column.top_words"),
        ),
    ]


def _table(themes: ThemesFound, language: Language) -> present.Table:
    columns = [
        *theme_columns(language, 8),
        present.Column(
            "returns",
            lambda topic: (
                ""
                if math.isnan(topic.returned)
                else language.say("column.no" if topic.unstable else "column.yes")
            ),
            language.say("column.returns"),
        ),
    ]
    topics = sorted(themes.view.topics, key=lambda topic_view: -topic_view.share)
    name = f"themes_{themes.view.model}"
    return present.table_of(
        name, language.say("themes.table"), columns, topics, kind="theme_shares"
    )


def _quoted(
    topic: TopicView, quoted: Quotations, language: Language, n_topics: int
) -> list[present.QuotedTopic]:
    if not quoted.settings.show:
        return []
    n = min(quoted.settings.number, 1 if n_topics > _MANY else 2)
    chosen = quoted.of_theme(topic.title)
    quotes = [*chosen, *quoted.of_topic(topic, n - len(chosen))][:n]
    if not quotes:
        return []
    heading = theme_name(topic, language)
    return [present.QuotedTopic(heading, [", ".join(topic.words[:8])], quotes)]


@dataclass(frozen=True)
class Both:
    """Two corpora held against each other, or why they were not."""

    every: Sequence[Gathered]
    found: Alignment | None
    untold: str = ""

    def findings(self, language: Language) -> list[str]:
        """Return the sentences of the first page."""
        return [] if self.found is None else first_sentences(self.found, language)

    def chapter(self, quoted: Sequence[Quotations], language: Language) -> list[present.Section]:
        """Return the chapter; without a comparison it says why there is none."""
        names = [language.quoted(gathered.corpus.name) for gathered in self.every]
        if self.found is None:
            title = language.say("both.title", first=names[0], second=names[1])
            return [present.Section("aligned", title, [self.untold])]
        by_name = {one.found.corpus.name: one for one in quoted}

        for one, sides in zip(quoted, zip(*self._sides(), strict=True), strict=True):
            one.judge([quotation for side in sides for quotation in side.quotations])

        def quotes(name: str, side: Side) -> Sequence[present.Quote]:
            return by_name[name].of_side(side.quotations)

        section = aligned_section(self.found, language, language.quoted, quotes)
        shown = all(one.settings.show for one in quoted)
        return [section if shown else present.without_quotations(section)]

    def _sides(self) -> list[tuple[Side, Side]]:
        themes = () if self.found is None else self.found.themes
        return [(theme.first, theme.second) for theme in themes]


def held_together(
    workspace: Workspace,
    every: Sequence[Gathered],
    language: Language,
    progress: Progress = silent,
) -> Both | None:
    """Fit themes to two corpora together and compare them; None where nobody asked for themes.

    More than `MOST_AT_ONCE` documents are not compared: that takes minutes.
    """
    if len(every) != 2 or not any(gathered.themes for gathered in every):
        return None
    first, second = (gathered.corpus for gathered in every)
    n = len(first) + len(second)
    if n > MOST_AT_ONCE:
        names = {"first": language.quoted(first.name), "second": language.quoted(second.name)}
        return Both(every, None, language.say("both.large", n=language.count(n), **names))
    apart = languages_told(first, second, language, language.quoted)
    if apart:
        return Both(every, None, apart)
    settings = workspace.settings.override("topics", n_topics=fine_topics(n))
    try:
        return Both(every, align_corpora(workspace, first, second, settings, progress=progress))
    except InputError as error:
        return Both(every, None, language.say("both.untold", reason=str(error)))
