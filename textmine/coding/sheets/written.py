"""Which coding sheets were written for whom: so that it is known which have not come back."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa

from textmine.coding.database import reading, writing
from textmine.store import Workspace

_METADATA = sa.MetaData()
SHEETS = sa.Table(
    "sheets",
    _METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("corpus", sa.String, nullable=False, index=True),
    sa.Column("draw", sa.String, nullable=False),
    sa.Column("level", sa.String, nullable=False),
    sa.Column("coder", sa.String, nullable=False),
    sa.Column("codebook", sa.String, nullable=False),
    sa.Column("round", sa.Integer, nullable=False),
    sa.Column("documents", sa.Integer, nullable=False),
    sa.Column("path", sa.Text, nullable=False),
    sa.Column("written_at", sa.String, nullable=False),
)


@dataclass(frozen=True)
class WrittenSheet:
    """A sheet that was written: `documents` of a `draw` for a `coder` ("" for whoever takes it).

    With a `level` interviews, cases or authors stand on it, and there is no draw. `path` is
    relative to the workspace where it lies there.
    """

    corpus: str
    coder: str
    codebook: str
    documents: int
    path: str
    draw: str = ""
    level: str = ""
    round: int = 1
    written_at: str = ""

    @property
    def job(self) -> tuple[str, ...]:
        """What it asks of whom: a sheet that was written again takes the place of the former."""
        return self.corpus, self.draw, self.level, self.coder, self.codebook, str(self.round)


def remember_sheets(workspace: Workspace, sheets: Sequence[WrittenSheet]) -> None:
    """Keep that sheets were written, in the database of the codings."""
    time = datetime.now(UTC).isoformat(timespec="seconds")
    rows = [
        asdict(replace(sheet, path=_told(workspace, Path(sheet.path)), written_at=time))
        for sheet in sheets
    ]
    if not rows:
        return
    with writing(workspace.codings_url) as connection:
        _METADATA.create_all(connection)
        connection.execute(SHEETS.insert(), rows)


def written_sheets(url: str) -> list[WrittenSheet]:
    """Return the sheets that were written, oldest first; the latest of those for one job."""
    with reading(url, SHEETS) as connection:
        if connection is None:
            return []
        query = sa.select(*(column for column in SHEETS.c if column.name != "id"))
        rows = connection.execute(query.order_by(SHEETS.c.id)).mappings().all()
    latest: dict[tuple[str, ...], WrittenSheet] = {}
    for row in rows:
        sheet = WrittenSheet(**row)
        latest.pop(sheet.job, None)
        latest[sheet.job] = sheet
    return list(latest.values())


def _told(workspace: Workspace, path: Path) -> str:
    path = path.absolute()
    inside = path.is_relative_to(workspace.root)
    return path.relative_to(workspace.root).as_posix() if inside else str(path)
