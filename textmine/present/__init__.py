"""What results are for people and for files: estimates, columns, tables, sections."""

from textmine.present.figure import NARROW, PRINT, WIDE, Figure
from textmine.present.section import Light, Quote, QuotedTopic, Section, nothing, without_quotations
from textmine.present.table import (
    Column,
    Row,
    Table,
    Value,
    beginning,
    columns_of,
    markdown_lines,
    number,
    table_of,
    told,
    value_in,
    value_of,
    with_interval,
    written,
)
