"""Participants and cases: tables of people, interviews or files that are joined to a corpus."""

from textmine.corpus.participants.importing import (
    ParticipantsRequest,
    import_participants,
    rejoined,
    remove_participants,
)
from textmine.corpus.participants.listing import (
    Counts,
    Cross,
    Person,
    cross,
    listed_people,
    table_on,
)
