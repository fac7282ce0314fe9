"""Settle: what coders disagree on, one case after the other, with agreement beside it."""

from urllib.parse import urlencode

from textmine.codebook import Dimension, code_with_name
from textmine.coding.adjudication.majority import OpenCase
from textmine.coding.adjudication.open_cases import (
    OpenCases,
    adjudicate_by_majority,
    read_open_cases,
    reopen,
    settle_by_hand,
    settled_cases,
)
from textmine.coding.agreement.agreement_input import AgreementRequest, read_agreement_input
from textmine.coding.agreement.disagreements import mixed_up
from textmine.coding.agreement.run_agreement import measure_all
from textmine.coding.statements import GivenCode
from textmine.coding.store import open_codings
from textmine.errors import InputError, NotFoundError
from textmine.report.agreement import agreement_section
from textmine.web.pages.code import KEYS
from textmine.web.places import codebook_named
from textmine.web.serving.handlers import LEAD, Answer, Asked, Go, Page, Route


def settle(asked: Asked) -> Answer:
    """Show one case that is open, or what is settled, of the corpus that was chosen."""
    corpora = open_codings(asked.workspace).corpora()
    corpus = asked.query.get("corpus") or (corpora[0] if len(corpora) == 1 else "")
    if not corpus:
        return Page("settle_choose.html", {"corpora": corpora, "why": ""})
    try:
        open_cases = _open_cases(asked, corpus)
    except InputError as error:
        why = f"{error.message} {error.hint}".strip()
        return Page("settle_choose.html", {"corpora": corpora, "why": why})
    index = _place(asked.query.get("at", "0"), len(open_cases.cases))
    case = open_cases.cases[index] if open_cases.cases else None
    return Page(
        "settle.html",
        {
            "corpus": corpus,
            "open_cases": open_cases,
            "at": index,
            "case": case and _shown(asked, open_cases, case),
            "settled": settled_cases(open_cases)[:50],
            "by": asked.session.account or asked.session.coder,
        },
    )


def agreement(asked: Asked) -> Answer:
    """Show how far the coders agree by now, on each dimension and code, and what they mix up."""
    corpus = asked.needed("corpus")
    book = codebook_named(asked.query["codebook"]) if asked.query.get("codebook") else None
    request = AgreementRequest(corpus, names=(corpus,), codebook=book, seed=0)
    data = read_agreement_input(request, asked.workspace)
    section = agreement_section(measure_all(data, request), data.remarks)
    mixed = mixed_up(data.matrices)
    return Page("agreement.html", {"corpus": corpus, "section": section, "mixed": mixed})


def settle_case(asked: Asked) -> Answer:
    """Settle a case as the codes that were chosen, with the reason and who decided it."""
    corpus = asked.needed("corpus")
    open_cases = _open_cases(asked, corpus)
    codes = [name.removeprefix("code:") for name in asked.form if name.startswith("code:")]
    if asked.form.get("code"):
        codes.append(asked.form["code"])
    if not codes and "none" not in asked.form:
        raise InputError("You chose no code.", hint="Choose one, or say that none applies.")
    settle_by_hand(
        asked.workspace,
        open_cases,
        asked.needed("document"),
        asked.needed("dimension"),
        [code for code in codes if code != _NONE],
        asked.form.get("reason", ""),
        asked.session.account or asked.form.get("by", ""),
    )
    return _back(asked, corpus)


def settle_by_most(asked: Asked) -> Answer:
    """Settle what more than half of the coders say."""
    corpus = asked.needed("corpus")
    adjudicate_by_majority(asked.workspace, _open_cases(asked, corpus))
    return _back(asked, corpus)


def reopen_case(asked: Asked) -> Answer:
    """Take back what was settled of a document on a dimension."""
    corpus = asked.needed("corpus")
    open_cases = _open_cases(asked, corpus)
    reopen(asked.workspace, open_cases, asked.needed("document"), asked.needed("dimension"))
    return _back(asked, corpus)


_NONE = "-"


def _open_cases(asked: Asked, corpus: str) -> OpenCases:
    named = asked.query.get("codebook") or asked.form.get("codebook")
    return read_open_cases(asked.workspace, corpus, codebook_named(named) if named else None)


def _back(asked: Asked, corpus: str) -> Answer:
    more = {"at": asked.form.get("at", "0")}
    if asked.form.get("codebook"):
        more["codebook"] = asked.form["codebook"]
    return Go(f"/settle?{urlencode({'corpus': corpus, **more})}")


def _place(text: str, n: int) -> int:
    at = int(text) if text.isdecimal() and len(text) < 9 else 0
    return max(0, min(at, n - 1))


def _shown(asked: Asked, open_cases: OpenCases, case: OpenCase) -> dict[str, object]:
    """Return a case as the page shows it: who said what, the message, and the codes to choose."""
    dimension = open_cases.codebook.dimension(case.dimension)
    loaded = asked.site.corpora.of(asked.workspace, open_cases.corpus.name)
    message = loaded.message(case.document)
    if message is None:
        raise NotFoundError(
            f"'{open_cases.corpus.name}' has no document '{case.document}' any more."
        )
    thread = loaded.thread_of(case.document)
    at = next(index for index, other in enumerate(thread) if other.document == case.document)
    return {
        "document": case.document,
        "dimension": dimension,
        "message": message,
        "before": thread[max(0, at - 4) : at],
        "after": thread[at + 1 : at + 3],
        "said": [
            (coder, _told(dimension, codes), case.memos.get(coder, ""))
            for coder, codes in case.codes.items()
        ],
        "choices": _choices(dimension, case),
    }


def _told(dimension: Dimension, given_codes: tuple[GivenCode, ...]) -> list[str]:
    names = {code.id: code.name for code in dimension.codes}
    return [_called(given_code, names.get(given_code.code or "", "")) for given_code in given_codes]


def _called(given_code: GivenCode, name: str) -> str:
    if given_code.code is None:
        return "no code applies"
    called = code_with_name(given_code.code, name)
    return f"{called} ({given_code.role})" if given_code.role else called


def _choices(dimension: Dimension, case: OpenCase) -> list[dict[str, object]]:
    """Return the codes with their keys of the page 'Code', and whether a coder gave them."""
    codes_given = {code.code for codes in case.codes.values() for code in codes}
    codes = [code for code in dimension.codes if code.given]
    keys = [*KEYS, *("" for _ in codes[len(KEYS) :])]
    return [
        {"code": code, "key": key, "given": code.id in codes_given}
        for code, key in zip(codes, keys, strict=False)
    ]


ROUTES = (
    Route("/settle", "GET", LEAD, settle, menu="Settle"),
    Route("/settle/agreement", "GET", LEAD, agreement),
    Route("/settle/case", "POST", LEAD, settle_case),
    Route("/settle/majority", "POST", LEAD, settle_by_most),
    Route("/settle/reopen", "POST", LEAD, reopen_case),
)
