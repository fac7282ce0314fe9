"""What was replaced in a corpus with aliases, and what could still tell who somebody is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from textmine.present import Section, columns_of, table_of
from textmine.privacy import ATTRIBUTE, Action, ColumnPlan, Pseudonymised, Risks

AID = (
    "This is an aid, not anonymity: names that no rule and no model saw are still there. Read the "
    "review list and a sample of the texts before you share them."
)


def pseudonymised_section(made: Pseudonymised) -> Section:
    """Return the section with the counts, who read the texts, and what became of the columns."""
    title = f"{made.corpus.name}: replaced in the texts"
    columns = columns_of("kind", "replaced", "different", "sure", "likely", "unsure", "kept")
    table = table_of("pseudonymised", title, columns, made.counts)
    sentences = list(_replaced_sentences(made))
    return Section("pseudonymised", "Replaced", sentences, [table], records=table)


def _replaced_sentences(made: Pseudonymised) -> Iterator[str]:
    for lang, title in sorted(made.readers.items()):
        yield f"Texts in '{lang}' were read by {title}."
    for action in (Action.names, Action.search, Action.drop, Action.leave):
        mine = [plan for plan in made.columns if plan.action is action and plan.reason != "needed"]
        if mine:
            yield f"Columns {action.value}: {_listed(mine)}."
    for remark in made.remarks:
        yield f"{remark[0].upper()}{remark[1:]}."
    if any(plan.reason == ATTRIBUTE for plan in made.columns):
        yield "What attributes tell together: textmine corpus reidentification."
    unsure = len(made.review)
    if unsure:
        yield f"{unsure:,} texts are uncertain; --review FILE lists them, --decisions FILE settles."


def _listed(plans: Sequence[ColumnPlan]) -> str:
    """Name columns, those of one reason together."""
    by_reason: dict[str, list[str]] = {}
    for plan in plans:
        by_reason.setdefault(plan.reason, []).append(plan.column)
    return "; ".join(f"{', '.join(columns)} ({reason})" for reason, columns in by_reason.items())


_NO_ATTRIBUTE = "No attribute with few values was found; name columns with --columns."
_LIMIT = "These are counts of this corpus, not chances; what others know cannot be counted here."


@dataclass(frozen=True)
class _Check:
    """How often something was found, of how many."""

    check: str
    what: str
    count: int
    of: int
    unit: str


def risks_section(corpus: str, risks: Risks, n: int) -> Section:
    """Return the section with the counts, and `n` own words and `n` leftovers."""
    columns = columns_of("check", "what", "count", "of", "unit")
    title = f"{corpus}: what could tell who somebody is"
    table = table_of("reidentification", title, columns, _checks(risks, n))
    sentences = list(_risk_sentences(risks, n))
    return Section("reidentification", "Re-identification", sentences, [table], records=table)


def _checks(risks: Risks, n: int) -> Iterator[_Check]:
    unit, texts = f"{risks.unit}s", risks.n_texts
    for combination in risks.combinations:
        what = " + ".join(combination.columns)
        yield _Check("alone with an attribute", what, combination.unique, combination.n, unit)
        yield _Check(
            f"fewer than {risks.k} share it", what, combination.below_k, combination.n, unit
        )
    if risks.n_authors:
        own, authors = risks.n_with_own_words, risks.n_authors
        yield _Check("words of their own", "three times or more", own, authors, "authors")
    yield _Check("found by a search", "eight words in a row", risks.searchable, texts, "texts")
    yield _Check("time of day of their own", "created_at", risks.timed, texts, "texts")
    for word in risks.own_words[:n]:
        yield _Check("word of one author", word.word, word.times, word.times, "uses")
    for left in risks.leftovers[:n]:
        yield _Check(f"left over: {left.kind}", left.text, left.documents, texts, "texts")


def _risk_sentences(risks: Risks, n: int) -> Iterator[str]:
    if not risks.combinations:
        yield _NO_ATTRIBUTE
    alone = max((combination.unique for combination in risks.combinations), default=0)
    if alone:
        yield (
            f"Alone with their attributes: {alone:,} of {risks.combinations[-1].n:,} "
            f"{risks.unit}s. Who knows the attributes knows whose texts these are. Merge rare "
            "values, or drop a column."
        )
    if risks.searchable:
        yield (
            f"{risks.searchable:,} of {risks.n_texts:,} texts have eight words in a row that no "
            "other has. If the originals are public, a search finds them: do not quote word for "
            "word what you promised to hide."
        )
    for listed, what in ((risks.own_words, "words of one author"), (risks.leftovers, "leftovers")):
        if len(listed) > n:
            yield f"{len(listed):,} {what} in all, {n:,} shown; --limit shows more."
    yield _LIMIT
