"""How common each code is, corrected for a machine's errors."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from textmine.api.code_classifier import CodeClassifier
from textmine.api.reading import Texts, corpus_of, need_codings
from textmine.api.shared import MEMORY, Results, in_python_words
from textmine.choices import Assumption, PrevalenceMethod
from textmine.classify.prevalence import Prevalence, PrevalenceRequest, estimate_shares, methods_of
from textmine.classify.trained.held_out import KnownModel
from textmine.classify.trained.seen import document_marks
from textmine.coding.codings import Codings
from textmine.corpus import Corpus
from textmine.errors import InputError
from textmine.report.prevalence import prevalence_rows, prevalence_sentences


@in_python_words
def prevalence(
    classifier: CodeClassifier,
    corpus: Texts,
    codings: Codings | None = None,
    *,
    dimension: str | None = None,
    cells: bool = False,
    by: Sequence[str] = (),
    difference: Sequence[str] = (),
    method: PrevalenceMethod | None = None,
    level: float = 0.95,
    simultaneous: bool = False,
    assume: Assumption | Literal[""] = "",
) -> Results[Prevalence]:
    """Estimate how common each code is in a corpus, as `textmine prevalence` does.

    `codings` are those of documents that chance chose: say so with `assume="random"`, unless a
    column of chances came with them or every document is coded. Those that are final count, unless
    they were narrowed by `codings.by`. The other parameters are the options of the command. One
    result a question; shares are 0 to 1, in the data frame per cent. Raises InputError where the
    hand-coded documents are not known to be a random sample and nothing is assumed.
    """
    corpus = corpus_of(corpus)
    if codings is not None:
        need_codings(codings)
    known = known_of(classifier, corpus)
    request = PrevalenceRequest(
        dimension=dimension,
        cells=cells,
        by=tuple(by),
        difference=tuple(difference),
        coder=(codings.final.asked or codings.final.coder or None)
        if codings is not None and codings.final is not None
        else None,
        methods=methods_of(method, assume),
        level=level,
        simultaneous=simultaneous,
        assume=assume,
    )
    hand_codings = () if codings is None else codings.every or codings.items
    results = tuple(estimate_shares(known, corpus, hand_codings, request=request))
    sentences = [sentence for result in results for sentence in prevalence_sentences(result)]
    return Results(results, tuple(prevalence_rows(results)), tuple(dict.fromkeys(sentences)))


def known_of(classifier: CodeClassifier, corpus: Corpus, name: str = "") -> KnownModel:
    """Return what a classifier knows of its training, under another name if one is given.

    Raises InputError for another corpus under the name of that which it learned from: held-out
    codes would be taken for documents that only have the same ids.
    """
    from sklearn.utils.validation import check_is_fitted

    check_is_fitted(classifier)
    known = replace(classifier.known_, workspace=MEMORY)
    model = known.model
    if model.manifest.details["corpus"] == corpus.name:
        learned = {document for part in known.held_out() for document in part.said.documents}
        marks = zip(corpus.ids, document_marks(corpus), strict=True)
        if any(identity in learned and mark not in model.trained_on for identity, mark in marks):
            raise InputError(
                f"The classifier learned from a corpus that is called '{corpus.name}' too and has "
                "other texts under the same ids.",
                hint="Give this one a name of its own: tm.read(..., name=...).",
            )
    return replace(known, model=replace(model, name=name)) if name else known
