"""Records and column names that every room shares."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, TypeVar

ID = "id"
TEXT = "text"
TITLE = "title"
AUTHOR = "author"
GROUP = "group"
CREATED_AT = "created_at"
THREAD_ID = "thread_id"
PARENT_ID = "parent_id"
SOURCE = "source"
LANG = "lang"
POSITION = "position"
META = "meta."

MAX_TEXT = 1_000_000
"""Characters that one document may have: the length up to which spaCy parses a text."""


_Record = TypeVar("_Record")


@dataclass(frozen=True)
class DocumentField:
    """A column that textmine knows, and the names under which exports usually carry it."""

    name: str
    help: str
    aliases: tuple[str, ...]


_KNOWN = (
    (
        ID,
        "unique, stable id of a document; COLUMN+COLUMN joins several with a dot",
        "id messageid msgid docid documentid commentid postid responseid answerid unitid "
        "sentenceid textid uid number no trackingnumber respondentid recordid inputhash nr nummer "
        "lfdnr beitragsnr beitragsnummer beitragid kommentarid numero identificador",
    ),
    (
        TEXT,
        "what the document says",
        "text message body comment content post response answer commentbody posttext sentencetext "
        "sentence description fulltext statement submission messagetext commenttext texto "
        "contenido raw nachricht kommentar mensaje beitrag beitragstext inhalt kommentartext "
        "stellungnahme anregung wortlaut comentario contribution commentaire",
    ),
    (
        TITLE,
        "title or subject",
        "title subject threadtitle topictitle headline heading titel betreff uberschrift titulo "
        "asunto titre objet",
    ),
    (
        AUTHOR,
        "who wrote it",
        "author user username alias from participant respondent speaker authorid userid "
        "participantid poster postedby writtenby submittedby createdby verfasstvon geschriebenvon "
        "eingereichtvon erstelltvon veroffentlichtvon escritopor publicadopor enviadopor autor "
        "autora autorin verfasser verfasserin benutzer benutzername nutzer nutzername "
        "teilnehmer teilnehmerin absender pseudonym usuario auteur name",
    ),
    (
        GROUP,
        "what the author belongs to",
        "group role organisation organization party stakeholder sector affiliation gruppe rolle "
        "grupo organizacion",
    ),
    (
        CREATED_AT,
        "when it was written",
        "createdat created date datetime timestamp postedat posted time publishedat submittedat "
        "receiveddate posteddate posttime sent fecha datum submitdate recordeddate completiontime "
        "datesubmitted submitteddate surveytimestamp redcapsurveytimestamp zeitstempel enddate "
        "startdate starttime erstelltam erstellt eingegangenam eingangsdatum zeitpunkt "
        "fechacreacion postedon writtenon submittedon createdon datecreated dateposted verfasstam "
        "geschriebenam eingereichtam veroffentlichtam publicadoel enviadoel",
    ),
    (
        THREAD_ID,
        "the conversation or document it stands in; splits never cut through one",
        "threadid thread conversationid discussionid discussion topicid topic documentid docid "
        "proposalid articleid manifestoid diskussion strang hilo",
    ),
    (
        PARENT_ID,
        "the id of the document it answers",
        "parentid parent replyto inreplyto replytoid respondsto antwortauf antwortzu respuestaa",
    ),
    (SOURCE, "where it comes from", "source file filename url link quelle datei fuente"),
    (LANG, "language code, such as en", "lang language locale sprache idioma langue"),
    (
        POSITION,
        "its place within the thread, a number; the row order is taken if there is none",
        "position order sequence seq unit postnumber messagenumber",
    ),
)

DOCUMENT_FIELDS: tuple[DocumentField, ...] = tuple(
    DocumentField(name, help, tuple(aliases.split())) for name, help, aliases in _KNOWN
)

FIELD_NAMES: tuple[str, ...] = tuple(field.name for field in DOCUMENT_FIELDS)

ORIGINS = ("human", "machine", "adjudicated")
"""Who a coding comes from; human and machine codes are never mixed."""


@dataclass(frozen=True)
class Coding:
    """One code given to one document, or to a span of it, on one dimension by one coder.

    All codings of one batch with the same corpus, document, dimension, coder and round are one
    statement: several codes where the dimension allows several, several spans where spans are
    coded. `code` is None when the coder looked and gave no code. `start` and `end` are code points
    into the stored text, end exclusive, or None for the whole document. `round` counts how often
    the coder was asked. `probability` is the machine's, `sampling_probability` the chance with
    which the document was drawn for coding. `entered_by` says who settled an adjudicated code.
    A `withdrawn` coding says that what stood before stands no more, and nothing in its place.
    `suggested_by` names the machine whose suggestion the coder had in view ("" for none):
    model:NAME or codebook:NAME@VERSION; `confirmed` says that the code is what it suggested.
    `stated_blind` says that whoever entered it stated that no suggestion was in view.
    `text_digest` tells which text was coded; the store fills it in. `level` is "" where a document
    was coded; at interviews, cases or authors a larger unit was coded as a whole, which `document`
    names then, and there is no span and no digest.
    """

    corpus: str
    document: str
    dimension: str
    code: str | None
    coder: str
    origin: str = "human"
    codebook: str = ""
    start: int | None = None
    end: int | None = None
    model: str | None = None
    probability: float | None = None
    created_at: str = ""
    memo: str = ""
    sampling_probability: float | None = None
    role: str = ""
    round: int = 1
    codebook_version: int = 1
    entered_by: str = ""
    withdrawn: bool = False
    suggested_by: str = ""
    confirmed: bool = False
    text_digest: str | None = None
    level: str = ""
    stated_blind: bool = False


def with_fields(record: _Record, **fields: Any) -> _Record:
    """Return a frozen dataclass with other values of some fields, as `dataclasses.replace` does.

    That sets all of them one by one, which takes ten times as long.
    """
    fresh = object.__new__(type(record))
    fresh.__dict__.update(record.__dict__ | fields)
    return fresh


def now() -> str:
    """Return the time at which something is recorded, in UTC."""
    return dt.datetime.now(dt.UTC).replace(microsecond=0).isoformat()
