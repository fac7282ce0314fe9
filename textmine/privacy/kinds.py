"""The kinds of personal data that are looked for, and what stands in their place."""

from collections.abc import Iterable
from dataclasses import dataclass

from textmine.errors import InputError, did_you_mean


@dataclass(frozen=True)
class Kind:
    """One kind of personal data: its name, its plural, and what it is."""

    name: str
    plural: str
    help: str


PERSON = "person"
NAME = "name"
ORGANISATION = "organisation"
PLACE = "place"
EMAIL = "e-mail"
URL = "url"
USER = "user"
PHONE = "phone"
POSTCODE = "postcode"
IP = "ip"
ACCOUNT = "account"

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind(PERSON, "people", "names of people"),
        Kind(NAME, "names", "a proper name of which it is not known what it names"),
        Kind(ORGANISATION, "organisations", "companies, associations, employers"),
        Kind(PLACE, "places", "streets, buildings, towns, regions; not countries"),
        Kind(EMAIL, "e-mails", "e-mail addresses"),
        Kind(URL, "urls", "web addresses"),
        Kind(USER, "users", "user names written with @"),
        Kind(PHONE, "phones", "telephone numbers"),
        Kind(POSTCODE, "postcodes", "postcodes of the UK, the US, Germany and Spain"),
        Kind(IP, "ips", "addresses of computers"),
        Kind(ACCOUNT, "accounts", "bank accounts, insurance and identity numbers"),
    )
}
EXACT = (EMAIL, URL, USER, IP, ACCOUNT, PHONE, POSTCODE)
"""Kinds that have a form of their own; the other ones are names."""


def kinds_named(given: Iterable[str]) -> frozenset[str]:
    """Return the kinds of these names, singular or plural; raise InputError for an unknown one.

    >>> sorted(kinds_named(["places", "e-mail"]))
    ['e-mail', 'place']
    """
    words = {kind.name: kind.name for kind in KINDS.values()}
    words |= {kind.plural: kind.name for kind in KINDS.values()}
    words |= {"email": EMAIL, "emails": EMAIL, "persons": PERSON}
    unknown = [name for name in given if name.casefold() not in words]
    if unknown:
        raise InputError(
            f"There is no kind of personal data '{unknown[0]}'.",
            hint=did_you_mean(unknown[0], [kind.plural for kind in KINDS.values()]),
        )
    return frozenset(words[name.casefold()] for name in given)
