"""Who could be told by the quotations of a report: each is judged, and risky ones say so."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from textmine.config import NlpSettings
from textmine.corpus import Corpus
from textmine.errors import ExtraMissingError
from textmine.present import Column, Section, table_of
from textmine.privacy import QuotationRisk, judge_quotations
from textmine.privacy.quotation_risk import LEVELS, RULE
from textmine.report.language import Language
from textmine.schema import AUTHOR

Words = tuple[str, str]
"""The id of a document, and the words of it that are quoted."""


@dataclass(frozen=True)
class QuotationRisks:
    """The risk of each quotation of a corpus, judged when it is first asked for.

    `shown` are those that stand in the report, by the words that are shown.
    """

    corpus: Corpus
    settings: NlpSettings
    known: dict[Words, QuotationRisk] = field(default_factory=dict)
    shown: dict[Words, QuotationRisk] = field(default_factory=dict)

    def judge(self, quoted: Iterable[Words]) -> None:
        """Judge what is not judged yet; all at once is much faster than one by one."""
        new = [words for words in dict.fromkeys(quoted) if words not in self.known]
        if new:
            self.known.update(zip(new, self._judged(new), strict=True))

    def _judged(self, quoted: Sequence[Words]) -> list[QuotationRisk]:
        try:
            return judge_quotations(self.corpus, quoted, self.settings)
        except ExtraMissingError:  # without spaCy's names, rules alone
            return judge_quotations(self.corpus, quoted, self.settings, rules_only=True)

    def of(self, quoted: Words) -> QuotationRisk:
        """Return the risk of a quotation."""
        self.judge([quoted])
        return self.known[quoted]

    def notes(self, quoted: Words, language: Language) -> list[str]:
        """Return what is said beside a quotation that is shown: nothing but of a high risk."""
        risk = self.shown[quoted] = self.of(quoted)
        if risk.level != "high":
            return []
        reasons = [_reason(reason, language) for reason in risk.reasons]
        return [language.say("risk.high", reasons="; ".join(reasons))]


def _reason(reason: str, language: Language) -> str:
    kind, colon, words = reason.partition(": ")
    if colon:
        return f"{language.term(kind)}{colon}{words}"
    kind, alone, words = reason.partition(" alone is ")
    return f"{language.term(f'{kind} alone is')} {words}" if alone else reason


def with_aliases(corpora: Sequence[Corpus], language: Language) -> list[Corpus]:
    """Return corpora that call their authors author 1, author 2 and so on, as they first come.

    Who writes in several of them has one alias. Names in texts, titles and ids stay.
    """
    names = dict.fromkeys(name for corpus in corpora for name in corpus.column(AUTHOR) if name)
    alias = {name: f"{language.unit(AUTHOR, 1)} {n}" for n, name in enumerate(names, start=1)}
    return [
        replace(
            corpus,
            documents=corpus.documents.assign(**{AUTHOR: corpus.documents[AUTHOR].map(alias)}),
        )
        if AUTHOR in corpus.documents
        else corpus
        for corpus in corpora
    ]


def risks_text(
    every: Sequence[QuotationRisks], language: Language, *, named: bool = True
) -> list[str]:
    """Return sentences on how many quotations tell who speaks; nothing where there are none.

    `named` says that authors stand beside them by their names.
    """
    counts = Counter(risk.level for risks in every for risk in risks.shown.values())
    if not counts:
        return []
    return [
        language.say(
            "risk.counts",
            n=counts.total(),
            high=counts["high"],
            some=counts["some"],
            low=counts["low"],
        ),
        *_named(every, language, named=named),
    ]


def _named(every: Sequence[QuotationRisks], language: Language, *, named: bool) -> Iterator[str]:
    """Say what authors are called beside quotations that have one."""
    n = sum(
        bool(author)
        for risks in every
        for documents in [{document for document, _ in risks.shown}]
        for identity, author in zip(risks.corpus.ids, risks.corpus.column(AUTHOR), strict=True)
        if identity in documents
    )
    if n:
        yield language.say("risk.named" if named else "risk.aliases", n=n)


def risks_section(every: Sequence[QuotationRisks], language: Language) -> list[Section]:
    """Return the section with the risk of each quotation, the highest first."""
    rows = sorted(
        (
            (risks.corpus.name, *words, risk)
            for risks in every
            for words, risk in risks.shown.items()
        ),
        key=lambda row: (-LEVELS.index(row[3].level), row[0], row[1]),
    )
    if not rows:
        return []
    columns = [
        Column("corpus", lambda row: row[0], people=len(every) > 1),
        Column("document", lambda row: row[1]),
        Column("risk", lambda row: row[3].level),
        Column("why", lambda row: "; ".join(row[3].reasons)),
    ]
    title = language.say("risk.title")
    table = table_of("quotation_risks", title, columns, rows)
    return [Section("quotation-risks", title, [f"Rule: {RULE}."], [table])]
