"""Columns that tell who or where a person is: named, and left out unless they are asked for."""

import re
from collections.abc import Collection, Mapping, Sequence

from textmine.corpus.reading.column_values import (
    COORDINATES,
    E_MAIL,
    IP,
    NUMBERS,
    PHONES,
    are_e_mail,
    kind_of_values,
    values_of,
)
from textmine.corpus.reading.raw import RawTable
from textmine.errors import InputError, did_you_mean
from textmine.schema import AUTHOR, META

ALL = "all"

_BY_NAME: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("e-mail addresses", re.compile(r"(^|_)e_?mail(s|_?addr\w*|_adresse)?$|recipient_?email")),
    ("IP addresses", re.compile(r"(^|_)ip(_?addr\w*|_adresse)?$")),
    (
        "phone numbers",
        re.compile(
            r"(^|_)(tele|mobile_?|cell_?)?phone(_?(number|no|nr))?$|telefon|(^|_)handy|(^|_)tel$"
        ),
    ),
    (
        "names",
        re.compile(r"(^|_)((recipient_?)?(first|last|given|family|sur|middle)_?name|surname)$"),
    ),
    ("names", re.compile(r"(^|_)(vorname|nachname|apellidos?|prenom|cognome)$")),
    (
        "postal addresses",
        re.compile(r"(^|_)(street|postal|home|mailing)_?address(_\d)?$|^stra(ss|ß)e$"),
    ),
    (
        "coordinates",
        re.compile(r"(^|_)(location_?)?(latitude|longitude|lat|lon|lng|geo_?location)$"),
    ),
)
_WORDS = re.compile(r"[^\W\d_][\w.'’-]*( [^\W\d_][\w.'’-]*){1,3}")
_FULL_NAME = re.compile(
    r"(^|_)(full_?|real_?|your_?|respondent_?|display_?)?name$|(^|_)what_is_your_name$"
)
_BY_VALUE = (E_MAIL, IP, PHONES, COORDINATES)
_NUMERIC = {"coordinates", "phone numbers"}


def personal_columns(
    table: RawTable, mapped: Mapping[str, Sequence[str]], keep: Collection[str] = ()
) -> dict[str, str]:
    """Return the columns that hold personal data, and which: none that is a field, or is kept.

    `keep` names columns, or is "all". Raises InputError for a column that is not there.
    """
    for name in keep:
        if name != ALL and name not in table.columns:
            raise InputError(
                f"{table.source} has no column '{name}' (named with --keep-personal).",
                hint=did_you_mean(name, table.columns),
            )
    if ALL in keep and ALL not in table.columns:
        return {}
    fields = {names[0] for names in mapped.values() if len(names) == 1}
    columns: dict[str, str] = {}
    for name in table.columns:
        if name in fields or name in keep:
            continue
        what = _personal(table, name, has_author=AUTHOR in mapped)
        if what:
            columns[name] = what
    return columns


def _personal(table: RawTable, name: str, *, has_author: bool) -> str:
    cells = values_of(table, name)
    if not cells:
        return ""
    kind = kind_of_values(cells)
    if kind in _BY_VALUE and not (kind == PHONES and not _is_called(name, PHONES)):
        return kind
    for what, pattern in _BY_NAME:
        if pattern.search(_key(name)) and (kind == NUMBERS) == (what in _NUMERIC):
            return what
    if has_author and _FULL_NAME.search(_key(name)) and _look_like_names(cells):
        return "names"
    return ""


def _is_called(name: str, what: str) -> bool:
    return any(kind == what and pattern.search(_key(name)) for kind, pattern in _BY_NAME)


def _key(name: str) -> str:
    """Return a name in lower case with "_" between its words, without meta. before it."""
    parted = re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name.removeprefix(META))
    return re.sub(r"[\W_]+", "_", parted).strip("_").lower()


def _look_like_names(cells: Sequence[str]) -> bool:
    """Whether most cells are two or three words with capitals, no digits."""
    names = sum(_WORDS.fullmatch(cell) is not None and cell[0].isupper() for cell in cells)
    return 2 * names > len(cells)


def personal_remark(found: Mapping[str, str]) -> str:
    """Return what was left out and how to keep it, or ""."""
    if not found:
        return ""
    listed = ", ".join(f"'{name[:60]}' ({what})" for name, what in list(found.items())[:12])
    more = f" and {len(found) - 12} more" if len(found) > 12 else ""
    return (
        f"personal data were left out: {listed}{more}; --keep-personal COLUMN keeps one, "
        "--keep-personal all keeps them"
    )


def author_remark(
    table: RawTable, mapped: Mapping[str, Sequence[str]], how: Mapping[str, str]
) -> str:
    """Return that the authors, who were not named by anybody, are e-mail addresses, or ""."""
    names = mapped.get(AUTHOR, ())
    if len(names) != 1 or how[AUTHOR] == "given":
        return ""
    if not are_e_mail(values_of(table, names[0])):
        return ""
    return (
        f"the author is '{names[0]}', which holds {E_MAIL}; --author COLUMN names another, "
        "--author - takes none, and 'textmine corpus pseudonymise' puts aliases in their place"
    )
