"""What results are for people and for files: estimates, columns, tables, sections."""

from textmine.present.markdown import markdown_lines
from textmine.present.section import Figure, Light, Quote, QuotedTopic, Section
from textmine.present.table import Column, Row, Table, beginning, number, table_of, told, written
from textmine.present.value import Value, value_in, value_of, with_interval

__all__ = [
    "Column",
    "Figure",
    "Light",
    "Quote",
    "QuotedTopic",
    "Row",
    "Section",
    "Table",
    "Value",
    "beginning",
    "markdown_lines",
    "number",
    "table_of",
    "told",
    "value_in",
    "value_of",
    "with_interval",
    "written",
]
