"""What limits the findings of a report, written from what the run knows."""

from collections.abc import Sequence

from textmine.benchmark.results import RELIABLE
from textmine.corpus.duplicates.word_for_word import in_earlier_corpora
from textmine.present import Section
from textmine.report.language import Language
from textmine.report.training import FEW_GROUPS
from textmine.report.whole.gathering import CodedBook, Gathered
from textmine.report.whole.telling import changed_text, title_of_book
from textmine.report.whole.themes import theme_name
from textmine.stats.shares.corpus_shares import FEW


def limits_section(
    every: Sequence[Gathered], language: Language, *, selected: bool = True
) -> Section:
    """Return what limits the findings, as far as the run knows: a sentence each.

    `selected` says whether the report tells how the texts were chosen.
    """
    sentences = [text for gathered in every for text in _limits(gathered, language)]
    repeated = in_earlier_corpora([gathered.corpus for gathered in every])
    for name, ids in repeated.items():
        said = {"corpus": language.quoted(name), "n": language.count(len(ids))}
        sentences.append(language.say("limits.repeated", **said))
    if not selected:
        names = language.listed([language.quoted(gathered.corpus.name) for gathered in every])
        sentences.append(language.say("limits.selection", corpus=names))
    if language.code != "en":
        sentences.append(language.say("limits.language"))
    return Section(
        "limits",
        language.say("title.limits"),
        list(dict.fromkeys(sentences)) or [language.say("limits.none")],
    )


def _limits(gathered: Gathered, language: Language) -> list[str]:
    corpus = language.quoted(gathered.corpus.name)
    sentences = []
    if gathered.synthetic:
        sentences.append(language.say("limits.synthetic", corpus=corpus))
    for book in gathered.books:
        sentences += _of_coding(book, corpus, language)
    if gathered.corpus.info.dated_by_files:
        sentences.append(language.say("limits.dates_of_files", corpus=corpus))
    sentences += _few(gathered, corpus, language)
    for machine in gathered.machines:
        sentences += changed_text(language, machine.name, machine.changed)
        if machine.counts:
            model = language.quoted(machine.name)
            sentences.append(language.say("limits.machine", model=model, corpus=corpus))
    for themes in gathered.themes:
        view = themes.view
        sentences += changed_text(language, view.model, themes.changed)
        lost = [
            language.quoted(theme_name(topic, language)) for topic in view.topics if topic.unstable
        ]
        if lost:
            sentences.append(language.say("limits.unstable", names=language.listed(lost)))
        unnamed = [language.quoted(topic.portrait.label) for topic in view.topics if not topic.name]
        if unnamed:
            model, names = language.quoted(view.model), language.listed(unnamed[:_LISTED])
            more = ", …" if len(unnamed) > _LISTED else ""
            sentences.append(language.say("limits.proposed", model=model, names=names + more))
    tested = [compared for compared in gathered.compared if not compared.tested.reason]
    if tested:
        n = language.count(sum(tested[0].tested.n_units))
        sentences.append(
            language.say(
                "limits.groups",
                corpus=corpus,
                n=n,
                units=language.unit(tested[0].unit.removesuffix("s"), 2),
            )
        )
    return sentences


_LISTED = 6


def _of_coding(book: CodedBook, corpus: str, language: Language) -> list[str]:
    name = title_of_book(book)
    sentences = []
    if book.absent or not book.shares:
        reason = book.absent or " ".join(book.tabulations.remarks)
        return [language.say("limits.unsettled", book=name, reason=reason)] if reason else []
    first = book.shares[0]
    if first.basis in ("coded", "disputed"):
        sentences.append(
            language.say(
                "limits.no_draw" if first.basis == "coded" else "limits.disputed",
                book=name,
                corpus=corpus,
                n=language.count(first.n),
                open=language.count(first.n_open),
                units=language.unit(first.unit, 2),
            )
        )
    if len(book.coders) == 1:
        sentences.append(language.say("limits.one_coder", book=name, corpus=corpus))
    names = {share.dimension: share.name for share in book.shares}
    low = [
        names.get(agreement.dimension, agreement.dimension)
        for agreement in book.agreement
        if agreement.has_alpha
        and not agreement.crossed
        and not agreement.alpha.interval.low >= RELIABLE
    ]
    if low:
        sentences.append(language.say("limits.alpha", book=name, dimensions=language.listed(low)))
    rare = [
        language.quoted(code.name)
        for shares in book.shares
        for code in shares.codes
        if 0 < code.count < FEW
    ]
    if rare:
        more = ", …" if len(rare) > _LISTED else ""
        codes = language.listed(rare[:_LISTED]) + more
        units = language.unit(first.unit, 2)
        sentences.append(language.say("limits.rare", few=FEW, units=units, codes=codes))
    return sentences


def _few(gathered: Gathered, corpus: str, language: Language) -> list[str]:
    for themes in gathered.themes:
        if themes.view.n_groups < _FEW_CLUSTERS:
            n, clusters = themes.view.n_groups, language.unit(themes.view.groups, 2)
            return [language.say("limits.few_clusters", corpus=corpus, n=n, clusters=clusters)]
    return []


_FEW_CLUSTERS = 3 * FEW_GROUPS
