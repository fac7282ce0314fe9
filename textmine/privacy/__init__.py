"""Pseudonyms: find personal data, replace it, keep the key, and check what could still tell.

An aid to a careful person, and not anonymity.
"""

from textmine.privacy.columns import ATTRIBUTE, Action, ColumnPlan, ColumnWishes
from textmine.privacy.decisions import REVIEW_COLUMNS, Decision, read_decisions, review_rows
from textmine.privacy.key import (
    Key,
    KeyedCorpus,
    existing_key,
    holding_key,
    key_path,
    open_key,
    write_key,
)
from textmine.privacy.kinds import kinds_named
from textmine.privacy.pseudonymising import (
    Pseudonymised,
    Request,
    check_new_name,
    made_before,
    pseudonymise,
    save_pseudonymised,
)
from textmine.privacy.quotation_risk import QuotationRisk, is_public, judge_quotations, safer
from textmine.privacy.reidentification import Risks, check_reidentification
from textmine.privacy.replacing import Replaced, moved_span, replace_spans, restore_text
