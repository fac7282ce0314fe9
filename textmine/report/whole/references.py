"""The works that a report cites, in full."""

from collections.abc import Iterable, Sequence

from textmine.present import Section
from textmine.report.language import Language
from textmine.report.whole.gathering import Gathered
from textmine.report.whole.without_commands import told_alone

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
