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
        list_disagreements,
        said_disagreements,
        write_disagreements,
    )
    from textmine.coding.agreement.reliability import (
        DimensionAgreement,
        Estimate,
        Resampling,
        alphas,
        measure_agreement,
        n_shared,
    )
    from textmine.coding.agreement.run_agreement import measure_all
    from textmine.coding.agreement.spans import measure_spans
    from textmine.coding.agreement.table_units import TableRequest
    from textmine.coding.code_matrix import CodeMatrix, matrices_of
    from textmine.coding.codings import Codings
    from textmine.coding.count_copies_once import one_per_group
    from textmine.coding.current import chosen_codings, current_codings
    from textmine.coding.final_record import FinalCodes, FinalDimension
    from textmine.coding.fitting import check_codings
    from textmine.coding.live.openings import is_open
    from textmine.coding.live.queue import DrawnQueue, state_of
    from textmine.coding.memos.memo import Memo, Target
    from textmine.coding.memos.store import open_memos
    from textmine.coding.migrate import Review, migrate_codings
    from textmine.coding.parent_codes import read_as, refuse_no_level, rolled_up
    from textmine.coding.rule_check import attributes_of, breaks_in, rule_breaks
    from textmine.coding.sampling.draws import (
        REVIEW,
        Draw,
        inclusion_probabilities,
        n_beyond_draws,
        open_draws,
    )
    from textmine.coding.sampling.request import SampleRequest
    from textmine.coding.sheets.importing import import_sheet
    from textmine.coding.sheets.origin import sheet_origin
    from textmine.coding.statements import (
        by_coders,
        by_machines,
        by_people,
        codebooks_of,
        coder_names,
        codes_of,
        the_codebook,
    )
    from textmine.coding.store import CodingStore, open_codings
    from textmine.coding.suggested import MODEL, machine_named
    from textmine.coding.tables.importing import import_codings, misfits
    from textmine.coding.tables.laying_out import CodingRequest
    from textmine.coding.whole_units import whole_level
else:
    __getattr__, __all__ = lazily(__name__)
