"""An Excel workbook as bytes: nothing in it is run, and they are the same every time."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

from textmine.store.canonical_zip import zip_members

_ACTIVE = ("f", "e")
_CORE = "docProps/core.xml"
_STAMP = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(</)")
_EPOCH = rb"\g<1>1980-01-01T00:00:00Z\g<2>"


def workbook_bytes(workbook: Any) -> bytes:
    """Return an openpyxl workbook as the bytes of its .xlsx file; no text in a cell is run.

    A text that looks like a formula or an error is written as a text.
    """
    for sheet in workbook.worksheets:
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            if cell.data_type in _ACTIVE:
                cell.data_type = "s"
    buffer = io.BytesIO()
    workbook.save(buffer)
    with zipfile.ZipFile(buffer) as source:
        members = {name: source.read(name) for name in source.namelist()}
    members[_CORE] = _STAMP.sub(_EPOCH, members[_CORE])
    return zip_members(members)
