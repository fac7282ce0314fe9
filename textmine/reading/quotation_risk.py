"""Quotations with who could be told by each, and one that is safer beside a risky one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from textmine.config import NlpSettings
from textmine.reading.asking import QuotesFound
from textmine.reading.quotation import Quotation, extract

if TYPE_CHECKING:
    from textmine.privacy import QuotationRisk

DEEPER = 4
"""How many times as many quotations as are wanted are looked at for safer ones."""


@dataclass(frozen=True)
class JudgedQuotation:
    """The risk of a quotation, and a typical one of the same code that tells less; None if none."""

    risk: QuotationRisk
    safer: Quotation | None = None


@dataclass(frozen=True)
class RisksFound:
    """The judged quotations by what they are of and their key; `public` as in `is_public`."""

    judged: Mapping[tuple[str, str], JudgedQuotation] = field(default_factory=dict)
    public: bool | None = None

    def of(self, wanted: str, one: Quotation) -> JudgedQuotation | None:
        """Return what was found of a quotation of a code, None where nobody asked."""
        return self.judged.get((wanted, one.key))

    def count(self, level: str) -> int:
        """Return how many quotations have a level."""
        return sum(quotation.risk.level == level for quotation in self.judged.values())


def judge_found(
    found: QuotesFound,
    settings: NlpSettings,
    *,
    words: int = 0,
    limit: int = 0,
    public: bool | None = None,
) -> tuple[QuotesFound, RisksFound]:
    """Judge the quotations of each code as they are shown, about `words` of each.

    Of each code the first `limit` are kept (all for 0); the others are only offered in the place of
    risky ones. Raises as `judge_quotations` does.
    """
    from textmine.privacy import is_public, judge_quotations, safer

    every = list({quotation.key: quotation for quotation in found.quotations}.values())
    shown = [(quotation.document, extract(quotation, words).text) for quotation in every]
    known = is_public(found.corpus) if public is None else public
    found_risks = judge_quotations(found.corpus, shown, settings, public=known)
    risk_of = dict(zip((quotation.key for quotation in every), found_risks, strict=True))
    judged: dict[tuple[str, str], JudgedQuotation] = {}
    groups = []
    for group in found.groups:
        quotations = group.quotations
        shown_quotations = quotations[: limit or None]
        risks = [risk_of[quotation.key] for quotation in quotations]
        order = [*range(len(shown_quotations), len(quotations)), *range(len(shown_quotations))]
        for index, quotation in enumerate(shown_quotations):
            other = safer(index, risks, order)
            if other is not None:
                order = [*(index for index in order if index != other), other]
            judged[group.wanted.key, quotation.key] = JudgedQuotation(
                risks[index], None if other is None else quotations[other]
            )
        groups.append(replace(group, quotations=shown_quotations))
    return replace(found, groups=tuple(groups)), RisksFound(judged, known)
