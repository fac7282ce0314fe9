"""Codings: the append-only store, imports, tabulation and agreement."""

from textmine.coding.code_matrix import CodeMatrix, matrices_of
from textmine.coding.code_table import matrices_from_table
from textmine.coding.job import CodingImport, CodingRequest, import_codings, misfits
from textmine.coding.reliability import (
    COEFFICIENTS,
    DimensionAgreement,
    Disagreement,
    list_disagreements,
    measure_agreement,
)
from textmine.coding.store import CodingStore, open_codings
from textmine.coding.tabulation import Tabulation, choose_coder, tabulate_codes, the_codebook

__all__ = [
    "COEFFICIENTS",
    "CodeMatrix",
    "CodingImport",
    "CodingRequest",
    "CodingStore",
    "DimensionAgreement",
    "Disagreement",
    "Tabulation",
    "choose_coder",
    "import_codings",
    "list_disagreements",
    "matrices_from_table",
    "matrices_of",
    "measure_agreement",
    "misfits",
    "open_codings",
    "tabulate_codes",
    "the_codebook",
]
