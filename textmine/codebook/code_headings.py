"""What tables of codes call their columns and dimensions, in offices and in several languages."""

import re
import unicodedata

_ALSO = {
    "dimension": "variable dimensionen dimensiones dimensión",
    "code": "id codes kode codeid kürzel kuerzel código codigo",
    "name": "label codename codelabel labelname bezeichnung benennung etikett etiqueta nombre",
    "definition": "definitions description meaning beschreibung bedeutung definición descripción",
    "include": "includes inclusion inclusioncriteria whentouse einschluss einschliessen incluye",
    "exclude": "excludes exclusion exclusioncriteria whennottouse ausschluss excluye",
    "example": "examples anchorexample beispiel beispiele ankerbeispiel ejemplo ejemplos",
}


def column_key(heading: str) -> str:
    """Return the letters and digits of a heading, by which it is known.

    >>> column_key("Dimensión "), column_key("dimension_name")
    ('dimension', 'dimensionname')
    """
    plain = unicodedata.normalize("NFKD", heading.casefold())
    return re.sub(r"[^a-z0-9]", "", plain)


_COLUMN = {column_key(word): column for column, words in _ALSO.items() for word in words.split()}


def column_called(heading: str, columns: tuple[str, ...]) -> str:
    """Return the column of a table of codes that a heading names, else the heading as it is.

    >>> column_called("Dimension", ("dimension", "code")), column_called("Label", ("name",))
    ('dimension', 'name')
    >>> column_called("Remarks", ("name",))
    'Remarks'
    """
    key = column_key(heading)
    named = {column_key(column): column for column in columns}
    return named.get(key) or _COLUMN.get(key) or heading.strip()


def dimension_id(name: str) -> str:
    """Return the id of a dimension that a person calls by words; an id stays as it is.

    >>> dimension_id("Knowledge domain"), dimension_id("goal"), dimension_id("Maß & Größe")
    ('knowledge_domain', 'goal', 'mass_grosse')
    """
    if re.fullmatch(r"[A-Za-z][A-Za-z0-9_]*", name):
        return name
    plain = unicodedata.normalize("NFKD", name.casefold())
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    identity = re.sub(r"[^a-z0-9]+", "_", letters).strip("_")
    if not identity:
        return name
    return identity if identity[0].isalpha() else f"dimension_{identity}"
