"""Write the report of one corpus or several: findings, chapters, methods, limits, an appendix."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from textmine import __version__
from textmine.choices import ReportForm, ReportPart
from textmine.coding.latest import codings_held
from textmine.config import Progress, silent
from textmine.corpus import Corpus
from textmine.present import Section
from textmine.report.corpora import extent_of
from textmine.report.document import USUAL, Report
from textmine.report.folder import report_inputs, write_report_folder
from textmine.report.language import ENGLISH, Language, language_of
from textmine.report.whole.appendix import (
    answers_of,
    appendix_sections,
    crossed_themes,
    provenance_section,
    references_section,
)
from textmine.report.whole.codes import codes_chapter
from textmine.report.whole.explained import words_for_codes
from textmine.report.whole.front import findings_section
from textmine.report.whole.gathering import Gathered, gather
from textmine.report.whole.groups import groups_chapter
from textmine.report.whole.limits import limits_section
from textmine.report.whole.machine import machine_chapter
from textmine.report.whole.methods import methods_section
from textmine.report.whole.quoting import Quotations, quotations_of
from textmine.report.whole.risks import QuotationRisks, risks_section, risks_text, with_aliases
from textmine.report.whole.settings import ReportSettings
from textmine.report.whole.telling import extent_words
from textmine.report.whole.themes import Both, held_together, themes_chapter
from textmine.report.whole.wording import in_numerals
from textmine.store import MANIFEST, Workspace


@dataclass(frozen=True)
class Written:
    """Where the report lies and which parts it has."""

    page: Path
    sections: tuple[str, ...]


def write_report(
    workspace: Workspace,
    corpora: Corpus | Sequence[Corpus],
    name: str,
    settings: ReportSettings | None = None,
    progress: Progress = silent,
    to: Sequence[ReportForm] = USUAL,
) -> Written:
    """Write reports/`name` in the forms of `to`, figures as SVG and PNG beside them.

    Parts that the workspace has nothing for are left out; the findings and what the corpora are
    like are always there. Raises InputError for settings that the corpora do not bear.
    """
    report = build_report(workspace, corpora, settings, progress)
    chosen = [corpora] if isinstance(corpora, Corpus) else corpora
    asked = {
        "corpora": [corpus.name for corpus in chosen],
        "to": list(to),
        "models_there": workspace.names("models", MANIFEST),
        "report": (settings or ReportSettings()).model_dump(mode="json"),
        "nlp": workspace.settings.nlp.model_dump(mode="json", exclude={"n_process"}),
    }
    page = write_report_folder(workspace, name, report, asked, workspace.settings.seed, to)
    return Written(page, tuple(section.title for section in report.every_section))


def build_report(
    workspace: Workspace,
    corpora: Corpus | Sequence[Corpus],
    settings: ReportSettings | None = None,
    progress: Progress = silent,
) -> Report:
    """Return the report of one corpus or several, as `write_report` writes it."""
    with codings_held():
        return _built(workspace, corpora, settings or ReportSettings(), progress)


def _built(
    workspace: Workspace,
    corpora: Corpus | Sequence[Corpus],
    settings: ReportSettings,
    progress: Progress,
) -> Report:
    chosen = [corpora] if isinstance(corpora, Corpus) else list(corpora)
    language = language_of(settings.language)
    aliased = settings.people == "aliases"
    called = with_aliases(chosen, language) if aliased else chosen
    every = [gather(workspace, corpus, settings, progress) for corpus in called]
    several = len(every) > 1
    judged = settings.quotations.show and settings.quotations.risk
    quoted = [
        quotations_of(
            *(gathered, settings.quotations, language, settings.coder, several),
            QuotationRisks(corpus, workspace.settings.nlp) if judged else None,
        )
        for gathered, corpus in zip(every, chosen, strict=True)
    ]
    both = held_together(workspace, every, language, progress) if "both" in settings.parts else None
    chapters = _Chapters(workspace, every, quoted, settings, language, both)
    compared = both.findings(language) if both else []
    sections = [findings_section(every, quoted, language, compared), *chapters.sections()]
    if "methods" in settings.parts:
        sections += references_section(sections, every, language)
    drawn = {figure.name for section in sections for figure in section.figures}
    inputs: dict[str, str] = {}
    for gathered in every:
        books = [book.standing.codebook for book in gathered.books]
        inputs |= report_inputs(workspace, gathered.corpus, books, gathered.manifests)
    sentence = language.say("word.made_with", version=__version__, seed=workspace.settings.seed)
    appendix = chapters.appendix(sentence, inputs) if "appendix" in settings.parts else []
    appendix = [
        replace(section, figures=[figure for figure in section.figures if figure.name not in drawn])
        for section in appendix
    ]
    names = language.listed([corpus.name for corpus in chosen])
    return Report(
        title=settings.title or language.say("title.report", corpora=names),
        subtitle=settings.subtitle
        or "; ".join(corpus.info.description or _extent(corpus, language) for corpus in chosen),
        synthetic=any(gathered.synthetic for gathered in every),
        sections=[in_numerals(section, language) for section in sections],
        made_with=sentence,
        inputs=inputs,
        appendix=appendix,
        authors=settings.authors,
        date=language.day(settings.date),
        question=settings.question,
        language=settings.language,
        whole=True,
    )


def _extent(corpus: Corpus, language: Language) -> str:
    if language is ENGLISH:
        return extent_of(corpus)
    unit = "passage" if corpus.info.cut_files else "document"
    words = extent_words(language, corpus, unit)
    return "".join(words[part] for part in ("units", "authors", "threads", "dates"))


class _Chapters:
    """The chapters and the appendix of a report, made in the order that is wanted."""

    def __init__(
        self,
        workspace: Workspace,
        every: Sequence[Gathered],
        quoted: Sequence[Quotations],
        settings: ReportSettings,
        language: Language,
        both: Both | None = None,
    ) -> None:
        self._workspace, self._every, self._quoted = workspace, every, quoted
        self._settings, self._language, self._both_held = settings, language, both
        self._crossed = [
            [crossed_themes(themes, gathered.books, settings.coder) for themes in gathered.themes]
            for gathered in every
        ]

    def sections(self) -> list[Section]:
        """Return the chapters that are wanted, in their order."""
        chapter_of = {
            "both": self._both,
            "codes": self._codes,
            "themes": self._themes,
            "groups": self._groups,
            "machine": self._machines,
            "methods": self._methods,
            "limits": self._limits,
        }
        wanted: list[ReportPart] = [*dict.fromkeys(self._settings.parts)]
        # methods count the quotations of all chapters, wherever they stand
        order = sorted({*wanted} - {"appendix"}, key=lambda part: (part == "methods", part))
        chapters = {part: chapter_of[part]() for part in order}
        return [section for part in wanted for section in chapters.get(part, [])]

    def appendix(self, made: str, inputs: dict[str, str]) -> list[Section]:
        """Return the sections of the appendix."""
        several = len(self._every) > 1
        return [
            *(
                section
                for gathered, crossed in zip(self._every, self._crossed, strict=True)
                for section in appendix_sections(
                    gathered, crossed, several=several, quotes=self._settings.quotations.show
                )
            ),
            *risks_section(self._risks, self._language),
            provenance_section(self._every, made, inputs, self._language),
        ]

    def _both(self) -> list[Section]:
        held = self._both_held
        return [] if held is None else held.chapter(self._quoted, self._language)

    def _codes(self) -> list[Section]:
        n_books = sum(len(gathered.books) for gathered in self._every)
        sections = []
        for at, (gathered, quoted) in enumerate(self._pairs()):
            for index, book in enumerate(gathered.books):
                drawn = at == index == 0 and len(book.shares) <= _DRAWN
                section = codes_chapter(gathered, book, quoted, self._language, drawn=drawn)
                name = book.standing.codebook.name
                label = name if len(self._every) == 1 else f"{gathered.corpus.name}, {name}"
                sections.append(self._told_apart(section, label, n_books))
        return sections

    def _themes(self) -> list[Section]:
        n_models = sum(len(gathered.themes) for gathered in self._every)
        sections = []
        for at, (gathered, quoted) in enumerate(self._pairs()):
            drawn = at == 0 and not any(book.shares for book in gathered.books)
            for index, themes in enumerate(gathered.themes):
                answers = answers_of(self._crossed[at][index], gathered, self._language)
                first = drawn and index == 0
                section = themes_chapter(themes, quoted, answers, self._language, drawn=first)
                sections.append(self._told_apart(section, themes.view.model, n_models))
        return sections

    def _groups(self) -> list[Section]:
        sections = []
        for gathered, quoted in self._pairs():
            columns = [
                *(compared.column for compared in gathered.compared),
                *(by.column for themes in gathered.themes for by in themes.by),
            ]
            for column in dict.fromkeys(columns):
                section = groups_chapter(gathered, column, quoted, self._language)
                if section is not None:
                    sections.append(
                        self._told_apart(section, gathered.corpus.name, len(self._every))
                    )
        return sections

    def _machines(self) -> list[Section]:
        n_machines = sum(len(gathered.machines) for gathered in self._every)
        sections = []
        for gathered, _ in self._pairs():
            for machine in gathered.machines:
                explained = {}
                if machine.own and self._settings.quotations.show:
                    explained = words_for_codes(self._workspace, machine.model(), gathered.corpus)
                section = machine_chapter(gathered, machine, explained, self._language)
                sections.append(self._told_apart(section, machine.name, n_machines))
        return sections

    def _methods(self) -> list[Section]:
        seed = self._workspace.settings.seed
        there = any(book.shares for gathered in self._every for book in gathered.books)
        quoted = self._settings.quotations.show and (
            there or any(gathered.themes for gathered in self._every)
        )
        risks = risks_text(self._risks, self._language, named=self._settings.people == "names")
        return [
            methods_section(
                self._every,
                self._language,
                seed,
                risks,
                selection=self._settings.selection,
                quoted=quoted,
            )
        ]

    @property
    def _risks(self) -> list[QuotationRisks]:
        return [quotations.risks for quotations in self._quoted if quotations.risks is not None]

    def _limits(self) -> list[Section]:
        selected = bool(self._settings.selection)
        return [limits_section(self._every, self._language, selected=selected)]

    def _pairs(self) -> list[tuple[Gathered, Quotations]]:
        return list(zip(self._every, self._quoted, strict=True))

    def _told_apart(self, section: Section, name: str, n: int) -> Section:
        """Return a section whose title says what it is of, where there are several."""
        if n < 2:
            return section
        title = self._language.say("title.of", title=section.title, name=name)
        return replace(section, title=title)


_DRAWN = 2
"""Dimensions whose shares the first page draws."""
