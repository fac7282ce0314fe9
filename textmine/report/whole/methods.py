"""The paragraph on methods, written from what the run knows."""

import platform
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version

from textmine import __version__
from textmine.coding.statements import MAJORITY, by_people
from textmine.present import Section
from textmine.report.agreement import value_of_estimate
from textmine.report.language import Language
from textmine.report.whole.codes import unsettled
from textmine.report.whole.gathering import CodedBook, Gathered, ThemesFound
from textmine.report.whole.lights import dimension_names
from textmine.report.whole.machines import Machine
from textmine.report.whole.telling import cited, extent_words, title_of_book

_LOOKED_UP = "tokenizer and look-up lemmas"
"""How texts are read without a model of their language, as titles of readers say it."""


def methods_section(
    every: Sequence[Gathered],
    language: Language,
    seed: int,
    risks: Sequence[str] = (),
    *,
    selection: str = "",
    quoted: bool = True,
) -> Section:
    """Return the paragraphs on methods: what was done, with n, seeds, versions and references.

    `risks` is what is said of who could be told by quotations, `selection` how texts were chosen.
    """
    paragraphs = []
    for gathered in every:
        paragraph = [*_corpus(gathered, language), *([selection] if gathered is every[0] else [])]
        paragraph += [text for book in gathered.books for text in _coding(book, language)]
        if gathered.compared:
            paragraph += _groups(gathered, language)
        paragraph += [_themes(themes, language) for themes in gathered.themes]
        paragraph += [
            text for machine in gathered.machines for text in _machine(gathered, machine, language)
        ]
        paragraphs.append(" ".join(paragraph))
    paragraphs.append(language.say("amount.rule"))
    if quoted:
        sentences = [language.say("methods.quotations")]
        if any(gathered.themes for gathered in every):
            sentences.append(language.say("methods.quotations_themes"))
        paragraphs.append(" ".join([*sentences, *risks]))
    paragraphs.append(
        language.say(
            "methods.software",
            version=__version__,
            seed=seed,
            python=platform.python_version(),
            numpy=_version("numpy"),
            scipy=_version("scipy"),
            spacy=_version("spacy"),
            sklearn=_version("scikit-learn"),
            pandas=_version("pandas"),
        )
    )
    return Section("methods", language.say("title.methods"), paragraphs)


def _corpus(found: Gathered, language: Language) -> list[str]:
    """Say how large a corpus is, what it was read from, and how much was left out."""
    info = found.corpus.info
    words = extent_words(language, found.corpus, found.unit)
    sentences = [language.say("methods.corpus", **words)]
    if not info.source.get("name"):
        return sentences
    n, rejected = (int(info.counts.get(name, 0)) for name in ("excluded", "rows_rejected"))
    licence = language.say("methods.licence", licence=info.licence) if info.licence else ""
    key = "excluded" if n else "excluded_none"
    excluded = language.say(f"methods.{key}", n=language.count(n))
    if rejected:
        excluded += language.say("methods.rejected", n=language.count(rejected))
    source = language.say(
        "methods.source", source=info.source["name"], licence=licence, excluded=excluded
    )
    return [*sentences, source]


def _coding(book: CodedBook, language: Language) -> list[str]:
    if unsettled(book):
        coders, title = language.listed(book.coders), language.quoted(title_of_book(book))
        words = {"coders": coders, "book": title, "cite": cited(book)}
        return [language.say("methods.coding_apart", **words), *_reliability(book, language)]
    if not book.shares:
        return []
    first = book.shares[0]
    units = language.unit(first.unit, 2)
    n, left = language.count(first.n), language.count(first.n_open)
    sentences = [
        language.say(
            "methods.coding",
            n=language.count(first.n + first.n_open),
            units=units,
            coders=language.listed(book.coders) or book.chosen.by_whom.who(),
            book=language.quoted(title_of_book(book)),
            cite=cited(book),
            dimensions=language.listed([share.name for share in book.shares]),
            how=language.say(f"methods.how_{first.basis}", n=n, units=units, open=left),
            blind=_blind(book, language),
        )
    ]
    return [*sentences, *_final(book, language), *_reliability(book, language)]


def _reliability(book: CodedBook, language: Language) -> list[str]:
    """Say how far the coders agree on each dimension, nothing of one coder."""
    measured = [
        agreement for agreement in book.agreement if agreement.has_alpha and not agreement.crossed
    ]
    if not measured:
        return []
    names = book.dimension_names
    values = [
        f"{names.get(agreement.dimension, agreement.dimension)} "
        f"{language.value(value_of_estimate(agreement.alpha))} "
        f"(n {language.count(agreement.n_shared)})"
        for agreement in measured
    ]
    return [
        language.say(
            "methods.reliability",
            n=len(book.coders),
            clusters=language.unit(measured[0].resampled.removesuffix("s"), 2),
            values=language.listed(values),
        )
    ]


def _final(book: CodedBook, language: Language) -> list[str]:
    """Say on how many units coders agree, and who settled the others; nothing of one coder."""
    final = book.chosen.by_whom
    parts = [(share.name, final.parts[share.dimension]) for share in book.shares
             if share.dimension in final.parts]  # fmt: skip
    if not any(part.unanimous or part.settled or part.open for _, part in parts):
        return []
    settlers = [
        language.quoted(name)
        for name in dict.fromkeys(decider for _, part in parts for decider in part.deciders)
        if name != MAJORITY
    ]
    if any(MAJORITY in part.deciders for _, part in parts):
        settlers.insert(0, language.say("methods.majority"))
    if settlers and not any(part.agreed or part.open for _, part in parts):
        first = book.shares[0]
        n = language.count(max(len(part.settled) for _, part in parts))
        units, who = language.unit(first.unit, 2), language.listed(settlers)
        return [language.say("methods.final_all", settlers=who, n=n, units=units)]
    by_counts: dict[tuple[int, int, int], list[str]] = {}
    for name, part in parts:
        numbers = (len(part.agreed), len(part.decided), len(part.open))
        by_counts.setdefault(numbers, []).append(name)
    counts = [
        language.say(
            "methods.final_counts" if len(names) == 1 else "methods.final_same",
            agreed=language.count(agreed),
            settled=language.count(settled),
            open=language.count(left),
            **({"dimension" if len(names) == 1 else "dimensions": language.listed(names)}),
        )
        for (agreed, settled, left), names in by_counts.items()
    ]
    key = "methods.final_settled" if settlers else "methods.final_agreed"
    words = {"counts": "; ".join(counts)}
    return [
        language.say(key, **words, **({"settlers": language.listed(settlers)} if settlers else {}))
    ]


def _blind(book: CodedBook, language: Language) -> str:
    """Say how many codes of people were given with a machine's suggestion in view."""
    shown = sum(bool(by_person.suggested_by) for by_person in by_people(book.standing))
    if shown:
        return language.say("methods.not_blind", n=language.count(shown))
    return language.say("methods.blind")


def _groups(gathered: Gathered, language: Language) -> list[str]:
    columns = list(dict.fromkeys(compared.column for compared in gathered.compared))
    clusters = list(
        dict.fromkeys(
            language.unit(compared.clusters, 2)
            for compared in gathered.compared
            if compared.clusters
        )
    )
    return [
        language.say(
            "methods.groups",
            column=language.listed(columns),
            clusters=language.listed(clusters) or gathered.compared[0].unit,
        )
    ]


def _themes(themes: ThemesFound, language: Language) -> str:
    view = themes.view
    judged = ""
    if view.held_out == view.held_out:
        judged = language.say("methods.themes_held", npmi=language.decimal(view.held_out, 3))
    return language.say(
        "methods.themes",
        engine=language.term(view.engine),
        n=view.n_fitted,
        seed=themes.placed.model.seed,
        nlp=view.nlp.title.replace(_LOOKED_UP, language.term(_LOOKED_UP)),
        units=language.units("document", len(view.ids) - len(view.unplaced)),
        clusters=language.unit(view.groups, 2),
        judged=judged,
    ).strip()


def _machine(gathered: Gathered, machine: Machine, language: Language) -> list[str]:
    details = machine.manifest.details
    names = dimension_names(gathered)
    values = [
        f"{names.get(str(row['dimension']), row['dimension'])} {language.term('macro-F1')} "
        f"{language.decimal(float(row['value']))}"
        for row in machine.scores
        if row["score"] == "macro-F1"
        and row["value"] is not None
        and row["protocol"] == machine.scores[0]["protocol"]
    ]
    unit = gathered.books[0].unit if gathered.books else "document"
    if machine.recorded:
        sentences = [language.say("methods.recorded", model=language.quoted(machine.name))]
        return [*sentences, language.say("methods.benchmark")] if machine.benchmark else sentences
    sentences = [
        language.say(
            "methods.machine",
            model=language.quoted(machine.name),
            candidates=language.listed(
                list(
                    dict.fromkeys(
                        language.term(str(part["candidate"])) for part in details["dimensions"]
                    )
                )
            ),
            n=language.count(max(int(part["n"]) for part in details["dimensions"])),
            units=language.unit(unit, 2),
            groups=language.unit(details["groups"], 2),
            values=language.listed(values),
        )
    ]
    if machine.benchmark:
        sentences.append(language.say("methods.benchmark"))
    return sentences


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "-"
