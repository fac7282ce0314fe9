"""What becomes of each column: texts are searched, names become aliases, addresses are dropped."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import median

from textmine.corpus import Corpus
from textmine.errors import InputError, did_you_mean
from textmine.privacy.aliasing import identity
from textmine.privacy.finding import is_nobody
from textmine.privacy.finding.addresses import find_addresses
from textmine.privacy.finding.numbers import find_numbers
from textmine.privacy.kinds import EXACT
from textmine.schema import AUTHOR, FIELD_NAMES, ID, META, PARENT_ID, SOURCE, TEXT, THREAD_ID, TITLE

_NAME_WORDS = frozenset(
    "name names username usernames firstname lastname surname forename nickname nick screenname "
    "realname fullname displayname user author sender recipient respondent submitter poster nombre "
    "apellido apellidos usuario autor vorname nachname benutzer benutzername nom prénom".split()
)
_ADDRESS_WORDS = frozenset(
    "email mail e-mail correo phone telephone tel mobile fax telefon teléfono móvil ip ipaddress "
    "address street adresse dirección direccion straße postcode postalcode postal zip zipcode plz "
    "birth birthday birthdate dob geburtsdatum iban passport ssn dni nif url link permalink "
    "website homepage avatar profile latitude longitude lat lon lng gps".split()
)
_SPLIT = re.compile(r"[^\w]+|_|(?<=[a-z])(?=[A-Z])")
_FILE = re.compile(r"\.[A-Za-z][A-Za-z0-9]{1,4}$")
ATTRIBUTE = "an attribute"
_SHARE, _NAMED_SHARE = 0.5, 0.8
_SAMPLE, _FREE_TEXT = 2_000, 5


class Action(StrEnum):
    """What is done with a column."""

    search = "searched"
    names = "names become aliases"
    drop = "dropped"
    leave = "left as they are"


@dataclass(frozen=True)
class ColumnPlan:
    """What is done with one column, and why."""

    column: str
    action: Action
    reason: str


@dataclass(frozen=True)
class ColumnWishes:
    """Columns of which a person says what they hold; a name may leave "meta." out."""

    names: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()
    leave: tuple[str, ...] = ()


def plan_columns(corpus: Corpus, wishes: ColumnWishes = ColumnWishes()) -> list[ColumnPlan]:
    """Decide what is done with every column of a corpus.

    Raises InputError for a wish that names no column, one that is wished twice, or the texts.
    """
    columns = [str(column) for column in corpus.documents.columns]
    wished = _wished(columns, wishes)
    authors = {identity(name) for name in corpus.column(AUTHOR) if not is_nobody(name)}
    return [
        ColumnPlan(column, wished[column], "as asked")
        if column in wished
        else _guess(column, corpus, authors)
        for column in columns
    ]


def _wished(columns: Sequence[str], wishes: ColumnWishes) -> dict[str, Action]:
    wished: dict[str, Action] = {}
    for action, names in (
        (Action.names, wishes.names),
        (Action.drop, wishes.drop),
        (Action.leave, wishes.leave),
    ):
        for name in names:
            column = name if name in columns else META + name
            if column not in columns:
                there = [known.removeprefix(META) for known in columns]
                raise InputError(f"There is no column '{name}'.", hint=did_you_mean(name, there))
            if column in wished and wished[column] is not action:
                raise InputError(f"Column '{name}' is there twice.", hint="Name it once.")
            if column in (ID, TEXT):
                raise InputError(
                    f"Nothing else can be done with the column '{column}'.",
                    hint="Every document needs its id, and textmine searches its text.",
                )
            wished[column] = action
    return wished


def _guess(column: str, corpus: Corpus, authors: Collection[str]) -> ColumnPlan:
    if column in (TEXT, TITLE):
        return ColumnPlan(column, Action.search, "a text")
    if column == AUTHOR:
        return ColumnPlan(column, Action.names, "the authors")
    cells = [cell for cell in corpus.column(column) if cell.strip()]
    if column in FIELD_NAMES and column != SOURCE:
        return ColumnPlan(column, Action.leave, "needed")
    kind = _mostly(cells)
    if column == SOURCE:
        if kind or any("/" in cell or "\\" in cell for cell in cells):
            return ColumnPlan(column, Action.drop, "it holds addresses or paths")
        if any(map(_FILE.search, cells)):
            return ColumnPlan(column, Action.drop, "it holds names of files")
        return ColumnPlan(column, Action.leave, "no addresses in it")
    return _guess_other(column, cells, kind, authors)


def _guess_other(
    column: str, cells: Sequence[str], kind: str, authors: Collection[str]
) -> ColumnPlan:
    words = [word.casefold() for word in _SPLIT.split(column.removeprefix(META)) if word]
    textual = any(any(sign.isalpha() for sign in cell) for cell in cells[:_SAMPLE])
    if any(word in _ADDRESS_WORDS for word in words) or "".join(words) in _ADDRESS_WORDS:
        return ColumnPlan(column, Action.drop, "by its name it holds addresses or dates of birth")
    if kind:
        return ColumnPlan(column, Action.drop, f"most cells are of the kind {kind}")
    if textual and ({*words[-1:], "".join(words)} & _NAME_WORDS):
        return ColumnPlan(column, Action.names, "by its name it holds names")
    known = sum(identity(cell) in authors for cell in cells)
    if textual and cells and known >= _NAMED_SHARE * len(cells):
        return ColumnPlan(column, Action.names, "its cells are names of authors")
    if cells and (median(len(cell.split()) for cell in cells) >= _FREE_TEXT):
        return ColumnPlan(column, Action.search, "it holds texts")
    return ColumnPlan(column, Action.leave, ATTRIBUTE)


def _mostly(cells: Sequence[str]) -> str:
    """Return the kind of address or number that more than half of the cells are, else ""."""
    sample = cells[:_SAMPLE]
    counts = dict.fromkeys(EXACT, 0)
    for cell in sample:
        text = cell.strip()
        whole = {
            entity.kind
            for entity in (*find_addresses(text), *find_numbers(text))
            if entity.end - entity.start >= len(text)
        }
        for kind in whole:
            counts[kind] += 1
    return next((kind for kind in EXACT if counts[kind] > _SHARE * max(1, len(sample))), "")


def names_of_files(corpus: Corpus) -> list[str]:
    """Return the names of files, with letters, by which threads or documents are called."""
    files = {cell for cell in corpus.column(SOURCE) if _FILE.search(cell)}
    called = {*corpus.column(THREAD_ID), *corpus.ids}
    stems = sorted(_FILE.sub("", file) for file in files)
    return [stem for stem in stems if stem in called and any(map(str.isalpha, stem))]


def personal_ids(corpus: Corpus) -> int:
    """Count the documents whose id, or the id of whose parent, holds the name of an author."""
    names = {identity(name) for name in corpus.column(AUTHOR) if not is_nobody(name)}
    names = {name for name in names if len(name) > 3 and not name.isdigit()}
    if not names:
        return 0
    pattern = re.compile("|".join(re.escape(name) for name in sorted(names, key=len, reverse=True)))
    pairs = zip(corpus.ids, corpus.column(PARENT_ID), strict=True)
    return sum(bool(pattern.search(f"{own} {parent}".casefold())) for own, parent in pairs)
