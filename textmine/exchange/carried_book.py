"""A codebook of textmine that a project carries in a note, so that nothing of it is lost."""

from __future__ import annotations

from pydantic import ValidationError

from textmine.codebook import Codebook, codebook_toml
from textmine.config.toml_text import parse_toml
from textmine.exchange.guids import made_guid
from textmine.exchange.project import Note, Project

NAME = "textmine codebook"
"""How the name of the note begins."""
_LARGEST = 4_000_000


def codebook_note(book: Codebook) -> Note:
    """Return the note that carries a codebook."""
    text = codebook_toml(book)
    return Note(made_guid("codebook", book.name), f"{NAME} {book.name}", text)


def is_codebook_note(note: Note) -> bool:
    """Whether a note carries a codebook."""
    return note.name.startswith(f"{NAME} ")


def carried_book(project: Project) -> Codebook | None:
    """Return the codebook that a project carries, None where there is none that can be read."""
    for note in project.notes:
        if is_codebook_note(note) and len(note.text) < _LARGEST:
            try:
                return Codebook.model_validate(parse_toml(note.text))
            except (ValidationError, ValueError):
                return None
    return None
