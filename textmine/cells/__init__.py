"""What a cell means: one rule for missing words, spellings and several codes in a cell."""

from textmine.cells.column import ReadColumn, one_spelling, read_code_column
from textmine.cells.missing import MissingWords, find_missing, is_program_word, with_one_name
from textmine.cells.rule import AS_FOUND, CellRule
from textmine.cells.several import looks_like_json
from textmine.cells.spelling import clean, fold, same_number, yes_or_no
