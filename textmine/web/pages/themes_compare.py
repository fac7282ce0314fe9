"""Two corpora side by side: themes they share, what each says."""

from collections.abc import Sequence
from dataclasses import dataclass

from textmine.corpus import Corpus
from textmine.corpus.corpus import every_info
from textmine.errors import InputError
from textmine.report.alignment import aligned_section, verdict_said, warned
from textmine.topics.aligning.alignment import MOST_AT_ONCE, align_corpora, align_in_model
from textmine.topics.aligning.presence import fine_topics
from textmine.topics.aligning.sides import Alignment, SharedTheme, Side
from textmine.topics.reading.quotes import Quotation
from textmine.web.pages.reports import NOT_CODERS
from textmine.web.pages.themes import percent, quoted_at
from textmine.web.serving.handlers import LEAD, Answer, Asked, Go, Page, Route
from textmine.web.themed import topic_models


@dataclass(frozen=True)
class SideShown:
    """A theme in one corpus as a page shows it."""

    corpus: str
    presence: str
    words: Sequence[str]
    quotations: Sequence[tuple[Quotation, str]]


@dataclass(frozen=True)
class Row:
    """A theme on both sides, and what may be said of it."""

    theme: SharedTheme
    verdict: str
    sides: tuple[SideShown, SideShown]


def compare(asked: Asked) -> Answer:
    """Show two corpora side by side, where two were chosen and they are not too large."""
    infos, _ = every_info(asked.workspace)
    first, second, model = (asked.query.get(key, "") for key in ("first", "second", "model"))
    data: dict[str, object] = {
        "corpora": [info.name for info in infos],
        "models": [name for name, _ in topic_models(asked.workspace)],
        "first": first,
        "second": second,
        "model": model,
        "found": None,
        "rows": (),
        "large": False,
    }
    if not (first and second):
        return Page("themes_compare.html", data)
    first_corpus, second_corpus = _two(asked, first, second)
    if model:
        _refuse_unknown(asked, model)
    if len(first_corpus) + len(second_corpus) > MOST_AT_ONCE:
        return Page("themes_compare.html", {**data, "large": True})
    alignment = asked.site.themed.compared(
        asked.workspace,
        model,
        (first, second),
        lambda: _aligned(asked, first_corpus, second_corpus, model),
    )
    return Page(
        "themes_compare.html",
        {
            **data,
            "found": aligned_section(alignment),
            "rows": [_row(theme, alignment) for theme in alignment.themes],
        },
    )


def begin(asked: Asked) -> Answer:
    """Let the command 'topics align' run as a job."""
    first, second = asked.needed("first"), asked.needed("second")
    _two(asked, first, second)
    words = ["topics", "align", first, second]
    model = asked.form.get("model", "")
    if model:
        _refuse_unknown(asked, model)
        words += ["--model", model]
    begun = asked.site.jobs.start(words, asked.session.account or asked.session.coder)
    return Go(f"/jobs/one?number={begun.number}")


def _two(asked: Asked, first: str, second: str) -> tuple[Corpus, Corpus]:
    if first == second:
        raise InputError("Both sides are the same corpus.", hint="Choose another one.")
    first_corpus, second_corpus = (
        asked.site.corpora.of(asked.workspace, name).corpus for name in (first, second)
    )
    return first_corpus, second_corpus


def _refuse_unknown(asked: Asked, model: str) -> None:
    if model not in [name for name, _ in topic_models(asked.workspace)]:
        raise InputError(f"There is no topic model '{model[:80]}'.")


def _aligned(asked: Asked, first_corpus: Corpus, second_corpus: Corpus, model: str) -> Alignment:
    workspace = asked.workspace
    settings = workspace.settings.override(
        "topics", n_topics=fine_topics(len(first_corpus) + len(second_corpus))
    )
    if model:
        found = align_in_model(workspace, model, first_corpus, second_corpus, settings)
    else:
        found = align_corpora(workspace, first_corpus, second_corpus, settings)
    return warned(found, first_corpus, second_corpus)


def _row(theme: SharedTheme, alignment: Alignment) -> Row:
    sides = [_side(alignment.first, theme.first), _side(alignment.second, theme.second)]
    return Row(theme, verdict_said(theme, alignment), (sides[0], sides[1]))


def _side(corpus: str, side: Side) -> SideShown:
    quotations = [(quotation, quoted_at(corpus, quotation)) for quotation in side.quotations]
    return SideShown(corpus, percent(side.presence, side.interval), side.words, quotations)


ROUTES = (
    Route("/themes/compare", "GET", NOT_CODERS, compare),
    Route("/themes/compare", "POST", LEAD, begin),
)
