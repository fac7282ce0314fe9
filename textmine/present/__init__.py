"""What results are for people and for files: estimates, columns, tables, sections."""

from textmine.present.markdown import markdown_lines
from textmine.present.section import Figure, Quote, QuotedTopic, Section
from textmine.present.table import Column, Row, Table, beginning, number, table_of, told, written
from textmine.present.unquoted import nothing, without_quotations
from textmine.present.value import Value, value_in, value_of, with_interval

__all__ = [
    "Column",
    "Figure",
    "Quote",
    "QuotedTopic",
    "Row",
    "Section",
    "Table",
    "Value",
    "beginning",
    "markdown_lines",
    "nothing",
    "number",
    "table_of",
    "told",
    "value_in",
    "value_of",
    "with_interval",
    "without_quotations",
    "written",
]
