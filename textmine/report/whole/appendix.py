"""The end of a report: works that it cites, checks, all tables, and what it was made from."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from textmine.coding import Codings
from textmine.errors import InputError
from textmine.present import Column, Section, table_of, without_quotations
from textmine.report.benchmark import benchmark_sections
from textmine.report.by_people import of_codebook, sections_of_codes
from textmine.report.codes_by import codes_by_section
from textmine.report.corpora import corpus_section
from textmine.report.corpus_check import checked_section
from textmine.report.crosswalk import answer, crosswalk_section
from textmine.report.language import Language
from textmine.report.prevalence import prevalence_section
from textmine.report.themes import topics_section
from textmine.report.themes_by import themes_by_section
from textmine.report.training import model_section
from textmine.report.whole.gathering import CodedBook, Gathered, ThemesFound
from textmine.report.whole.lights import dimension_names
from textmine.report.whole.wording import told_alone, without_commands
from textmine.topics.groups.crosswalk import Crosswalk, crosswalk_topics, human_dimensions


def crossed_themes(
    found: ThemesFound, books: Sequence[CodedBook], coder: str | None
) -> list[tuple[CodedBook, Crosswalk]]:
    """Cross the themes with every dimension that can be: coded, with final codes and two codes."""
    return [
        (book, crosswalk) for book in books for crosswalk in _crossed(found, book.standing, coder)
    ]


def _crossed(themes: ThemesFound, stands: Codings, coder: str | None) -> list[Crosswalk]:
    crosswalks = []
    for dimension in human_dimensions(stands, stands.codebook):
        try:
            crosswalks.append(
                crosswalk_topics(
                    themes.placed, stands, stands.codebook, dimension, (coder,) if coder else ()
                )
            )
        except InputError:
            continue  # several coders and none settled, or one code only: no table to give
    return crosswalks


def answers_of(
    crossed: Sequence[tuple[CodedBook, Crosswalk]], found: Gathered, language: Language
) -> list[str]:
    """Return the sentences that say whether themes follow codes."""
    names = dimension_names(found)
    answers = []
    for _, crosswalk in crossed:
        answers.append(answer(crosswalk, names.get(crosswalk.dimension, ""), language))
    return answers


def appendix_sections(
    found: Gathered,
    crossed: Sequence[Sequence[tuple[CodedBook, Crosswalk]]],
    *,
    several: bool,
    quotes: bool,
) -> list[Section]:
    """Return the sections of one corpus; with `several`, each says of which corpus it is."""
    remarks = [text for book in found.books for text in book.standing.remarks]
    sections = [corpus_section(found.corpus, remarks)]
    if found.check is not None:
        sections.append(checked_section(found.check))
    for book in found.books:
        coded = sections_of_codes(book.absent, book.tabulations, book.agreement, book.told)
        name = book.standing.codebook.name
        sections += (
            [of_codebook(codebook_section, name) for codebook_section in coded]
            if len(found.books) > 1
            else coded
        )
    sections += [codes_by_section(found.corpus.name, compared) for compared in found.compared]
    for machine in found.machines:
        if not machine.recorded:
            sections.append(
                model_section(machine.manifest, machine.scores, machine.trust, machine.speaking)
            )
        if machine.prevalence:
            sections.append(prevalence_section(machine.prevalence))
        sections += [
            replace(benchmark_section, id=f"benchmark-{machine.in_names}-{benchmark_section.id}")
            for benchmark_section in benchmark_sections(machine.benchmark, None)
        ]
    for themes, pairs in zip(found.themes, crossed, strict=True):
        view, titles = themes.view, themes.placed.titles
        sections.append(topics_section(view))
        sections += [themes_by_section(view.model, by, titles) for by in themes.by]
        for book, crosswalk in pairs:
            section = crosswalk_section(view.model, crosswalk, titles)
            name = book.standing.codebook.name
            sections.append(of_codebook(section, name) if len(found.books) > 1 else section)
    return [_of_appendix(part, found, several=several, quotes=quotes) for part in sections]


def _of_appendix(section: Section, gathered: Gathered, *, several: bool, quotes: bool) -> Section:
    """Return a section as the appendix has it: no commands, no figures twice, ids of its own."""
    shown = without_commands(section)
    if not quotes:
        shown = without_quotations(shown)
    if not several:
        return shown
    name = gathered.corpus.name
    known = name in (shown.title, shown.title.rpartition(": ")[2]) or name in shown.id
    return replace(
        shown,
        id=f"{shown.id}-{name}",
        title=shown.title if known else f"{shown.title} ({name})",
        tables=[replace(table, name=f"{table.name}_{name}") for table in shown.tables],
        records=shown.records and replace(shown.records, name=f"{shown.records.name}_{name}"),
        figures=[replace(figure, name=f"{figure.name}_{name}") for figure in shown.figures],
    )


def provenance_section(
    every: Sequence[Gathered], made_with: str, inputs: dict[str, str], language: Language
) -> Section:
    """Return the section on what a report was made from, with hashes."""
    rows = [
        *inputs.items(),
        *(
            (f"models/{manifest.name}/{file}", digest)
            for gathered in every
            for manifest in (*(machine.manifest for machine in gathered.machines),)
            for file, digest in manifest.files.items()
        ),
    ]
    columns = [
        Column("from", lambda row: row[0], language.say("column.from")),
        Column("what", lambda row: _what(row[0], language), language.say("column.what")),
        Column("sha256", lambda row: row[1], language.say("column.sha")),
    ]
    title = language.say("title.provenance")
    table = table_of("provenance", title, columns, rows)
    return Section("provenance", title, [f"{made_with}."], [table])


def _what(name: str, language: Language) -> str:
    room, _, rest = name.partition("/")
    return language.say("provenance.files" if "/" in rest else f"provenance.{room}")


WORKS = {
    ("Angelopoulos", "2023"): "Angelopoulos, A. N., Duchi, J. C., & Zrnic, T. (2023). PPI++: "
    "Efficient prediction-powered inference. arXiv:2311.01453.",
    ("Bonett", "2012"): "Bonett, D. G., & Price, R. M. (2012). Adjusted Wald confidence interval "
    "for a difference of binomial proportions based on paired data. Journal of Educational and "
    "Behavioral Statistics, 37(4), 479-488.",
    ("Calderon", "2025"): "Calderon, N., Reichart, R., & Dror, R. (2025). The alternative "
    "annotator test for LLM-as-a-judge: How to statistically justify replacing human annotators "
    "with LLMs. Proceedings of ACL 2025.",
    ("Cochran", "1977"): "Cochran, W. G. (1977). Sampling techniques (3rd ed.). Wiley.",
    ("Krippendorff", "2004"): "Krippendorff, K. (2004). Content analysis: An introduction to its "
    "methodology (2nd ed.). Sage.",
    ("Lau", "2014"): "Lau, J. H., Newman, D., & Baldwin, T. (2014). Machine reading tea leaves: "
    "Automatically evaluating topic coherence and topic model quality. Proceedings of EACL 2014, "
    "530-539.",
    ("Westfall", "1993"): "Westfall, P. H., & Young, S. S. (1993). Resampling-based multiple "
    "testing: Examples and methods for p-value adjustment. Wiley.",
    ("Wilson", "1927"): "Wilson, E. B. (1927). Probable inference, the law of succession, and "
    "statistical inference. Journal of the American Statistical Association, 22(158), 209-212.",
}
"""(first author, year) -> the work."""


def references_section(
    sections: Sequence[Section], every: Sequence[Gathered], language: Language
) -> list[Section]:
    """Return the list of works that sections cite, and of those that codebooks are from."""
    texts = [text for section in sections for text in _texts(section)]
    cited = {
        work
        for (author, year), work in WORKS.items()
        if any(author in text and year in text for text in texts)
    }
    cited |= {
        told_alone(book.standing.codebook.citation)
        for gathered in every
        for book in gathered.books
        if book.standing.codebook.citation
    }
    if not cited:
        return []
    return [Section("references", language.say("title.references"), sorted(cited))]


def _texts(section: Section) -> Iterable[str]:
    yield from section.sentences
    yield from (light.text for light in section.lights)
    yield from (figure.caption for figure in section.figures)
