"""Codings: the append-only store, imports, sampling, agreement and adjudication."""

from typing import TYPE_CHECKING

from textmine.coding.final_codes import final_codes  # its module has the same name
from textmine.lazily import lazily

if TYPE_CHECKING:
    from textmine.coding.adjudication.open_cases import (
        OpenCases,
        adjudicate_by_majority,
        adjudicate_from_sheet,
        read_open_cases,
    )
    from textmine.coding.adjudication.sheet import case_rows, write_cases
    from textmine.coding.agreement.agreement_input import (
        AgreementInput,
        AgreementRequest,
        read_agreement_input,
    )
    from textmine.coding.agreement.code_table import read_code_tables
    from textmine.coding.agreement.disagreements import (
        Disagreement,
        list_disagreements,
        said_disagreements,
        write_disagreements,
    )
    from textmine.coding.agreement.gate import alphas
    from textmine.coding.agreement.reliability import (
        DimensionAgreement,
        Estimate,
        Resampling,
        measure_agreement,
        n_shared,
    )
    from textmine.coding.agreement.run_agreement import measure_all
    from textmine.coding.agreement.spans import SpanAgreement, measure_spans
    from textmine.coding.agreement.table_units import TableRequest
    from textmine.coding.code_matrix import CodeMatrix, matrices_of
    from textmine.coding.codings import Codings
    from textmine.coding.count_copies_once import CountedOnce, one_per_group
    from textmine.coding.current import chosen_codings, current_codings
    from textmine.coding.final_record import FinalCodes, FinalDimension
    from textmine.coding.fitting import check_codings
    from textmine.coding.migrate import Review, migrate_codings, to_review
    from textmine.coding.parent_codes import read_as, refuse_no_level, rolled_up
    from textmine.coding.rule_check import attributes_of, breaks_in, rule_breaks
    from textmine.coding.sampling.draws import Draw, inclusion_probabilities, open_draws
    from textmine.coding.sheets.importing import SheetImport, import_sheet
    from textmine.coding.sheets.origin import sheet_origin
    from textmine.coding.statements import by_machines, by_people, codebooks_of, the_codebook
    from textmine.coding.store import CodingStore, open_codings
    from textmine.coding.tables.importing import CodingImport, import_codings, misfits
    from textmine.coding.tables.laying_out import CodingRequest
else:
    __getattr__ = lazily(
        __name__,
        {
            "adjudication.open_cases": "OpenCases adjudicate_by_majority adjudicate_from_sheet "
            "read_open_cases",
            "adjudication.sheet": "case_rows write_cases",
            "code_matrix": "CodeMatrix matrices_of",
            "agreement.code_table": "read_code_tables",
            "agreement.disagreements": "Disagreement list_disagreements "
            "said_disagreements write_disagreements",
            "agreement.gate": "alphas",
            "agreement.run_agreement": "measure_all",
            "agreement.agreement_input": "AgreementInput AgreementRequest read_agreement_input",
            "agreement.reliability": "DimensionAgreement Estimate Resampling measure_agreement "
            "n_shared",
            "agreement.spans": "SpanAgreement measure_spans",
            "agreement.table_units": "TableRequest",
            "migrate": "Review migrate_codings to_review",
            "codings": "Codings",
            "final_record": "FinalCodes FinalDimension",
            "fitting": "check_codings",
            "count_copies_once": "CountedOnce one_per_group",
            "parent_codes": "read_as refuse_no_level rolled_up",
            "rule_check": "attributes_of breaks_in rule_breaks",
            "sampling.draws": "Draw inclusion_probabilities open_draws",
            "sheets.origin": "sheet_origin",
            "sheets.importing": "SheetImport import_sheet",
            "current": "chosen_codings current_codings",
            "statements": "by_machines by_people codebooks_of the_codebook",
            "store": "CodingStore open_codings",
            "tables.importing": "CodingImport import_codings misfits",
            "tables.laying_out": "CodingRequest",
        },
    )

__all__ = [
    "AgreementInput",
    "AgreementRequest",
    "CodeMatrix",
    "CodingImport",
    "CodingRequest",
    "CodingStore",
    "Codings",
    "CountedOnce",
    "DimensionAgreement",
    "Disagreement",
    "Draw",
    "Estimate",
    "FinalCodes",
    "FinalDimension",
    "OpenCases",
    "Resampling",
    "Review",
    "SheetImport",
    "SpanAgreement",
    "TableRequest",
    "adjudicate_by_majority",
    "adjudicate_from_sheet",
    "alphas",
    "attributes_of",
    "breaks_in",
    "by_machines",
    "by_people",
    "case_rows",
    "check_codings",
    "chosen_codings",
    "codebooks_of",
    "current_codings",
    "final_codes",
    "import_codings",
    "import_sheet",
    "inclusion_probabilities",
    "list_disagreements",
    "matrices_of",
    "measure_agreement",
    "measure_all",
    "measure_spans",
    "migrate_codings",
    "misfits",
    "n_shared",
    "one_per_group",
    "open_codings",
    "open_draws",
    "read_agreement_input",
    "read_as",
    "read_code_tables",
    "read_open_cases",
    "refuse_no_level",
    "rolled_up",
    "rule_breaks",
    "said_disagreements",
    "sheet_origin",
    "the_codebook",
    "to_review",
    "write_cases",
    "write_disagreements",
]
