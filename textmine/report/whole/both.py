"""The chapter on two corpora: which themes both have, and what only one of them speaks of."""

from collections.abc import Sequence
from dataclasses import dataclass

from textmine.config import Progress, silent
from textmine.errors import InputError
from textmine.present import Quote, Section, without_quotations
from textmine.report.alignment import aligned_section, first_sentences, languages_told
from textmine.report.language import Language
from textmine.report.whole.gathering import Gathered
from textmine.report.whole.quoting import Quotations
from textmine.store import Workspace
from textmine.topics.aligning.alignment import MOST_AT_ONCE, align_corpora
from textmine.topics.aligning.presence import fine_topics
from textmine.topics.aligning.sides import Alignment, Side


@dataclass(frozen=True)
class Both:
    """Two corpora held against each other, or why they were not."""

    every: Sequence[Gathered]
    found: Alignment | None
    untold: str = ""

    def findings(self, language: Language) -> list[str]:
        """Return the sentences of the first page."""
        return [] if self.found is None else first_sentences(self.found, language)

    def chapter(self, quoted: Sequence[Quotations], language: Language) -> list[Section]:
        """Return the chapter; without a comparison it says why there is none."""
        names = [language.quoted(gathered.corpus.name) for gathered in self.every]
        if self.found is None:
            title = language.say("both.title", first=names[0], second=names[1])
            return [Section("aligned", title, [self.untold])]
        by_name = {one.found.corpus.name: one for one in quoted}

        for one, sides in zip(quoted, zip(*self._sides(), strict=True), strict=True):
            one.judge([quotation for side in sides for quotation in side.quotations])

        def quotes(name: str, side: Side) -> Sequence[Quote]:
            return by_name[name].of_side(side.quotations)

        section = aligned_section(self.found, language, language.quoted, quotes)
        shown = all(one.settings.show for one in quoted)
        return [section if shown else without_quotations(section)]

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
