"""What results are for people and for files: estimates, columns, tables, sections."""

from textmine.present.figure import NARROW, PRINT, WIDE, Figure
from textmine.present.markdown import markdown_lines
from textmine.present.section import Light, Quote, QuotedTopic, Section, nothing, without_quotations
from textmine.present.table import (
    Column,
    Row,
    Table,
    beginning,
    columns_of,
    number,
    table_of,
    told,
    written,
)
from textmine.present.value import Value, value_in, value_of, with_interval
