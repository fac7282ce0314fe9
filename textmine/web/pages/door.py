"""The door: the one-time link, the form for accounts, leaving, and the name one codes under."""

import math

from textmine.coding.suggested import is_machine
from textmine.web.serving.handlers import (
    ANYBODY,
    CODERS,
    EVERYBODY,
    LEAD,
    Answer,
    Asked,
    Go,
    Page,
    Refusal,
    Route,
)

_NAME_LENGTH = 80


def door(asked: Asked) -> Answer:
    """Let in who has the link; else show the form, or say where the link is."""
    key = asked.query.get("key", "")
    site = asked.site
    if asked.session.role is not None and not key:
        return Go("/")
    if site.accounts is None:
        if key and site.link.used(key):
            session = site.sessions.enter(asked.session, "", "lead", asked.session.coder)
            return Page("welcome.html", session=session)
        return Page("door.html", {"dead": bool(key), "name": "", "wrong": ""})
    return Page("door.html", {"dead": False, "name": "", "wrong": ""})


def enter(asked: Asked) -> Answer:
    """Check a name and a password; wrong ones are slowed."""
    site = asked.site
    if site.accounts is None:
        raise Refusal(404, "There are no accounts here.", "Use the link that the command printed.")
    name, password = asked.needed("name"), asked.needed("password")
    keys = (f"name {name.casefold()}", f"address {asked.address}")
    wait = math.ceil(site.slowing.wait(*keys))
    if wait > 0:
        raise Refusal(429, f"Too many wrong tries. Wait {wait} seconds.", "", wait)
    account = site.accounts.checked(name, password)
    if account is None:
        site.slowing.wrong(*keys)
        message = "Name or password is wrong."
        return Page("door.html", {"dead": False, "name": name, "wrong": message}, 401)
    site.slowing.right(*keys)
    site.forget_accounts()
    coder = account.name if account.role != "reader" else ""
    session = site.sessions.enter(
        asked.session, account.name, account.role, coder, account.changed_at
    )
    return Go("/", session=session)


def elsewhere(asked: Asked) -> Answer:
    """Offer a link that opens the pages in another browser of this computer."""
    _refuse_with_accounts(asked)
    return Page("elsewhere.html", {"link": ""})


def make_link(asked: Asked) -> Answer:
    """Show a new one-time link; it dies at its first use, and the one before it now."""
    _refuse_with_accounts(asked)
    return Page("elsewhere.html", {"link": asked.site.fresh_link()})


def _refuse_with_accounts(asked: Asked) -> None:
    if asked.site.accounts is not None:
        raise Refusal(404, "With accounts nobody needs a link.", "Sign in there.")


def leave(asked: Asked) -> Answer:
    """End the session."""
    return Go("/enter", leave=True)


def code_as(asked: Asked) -> Answer:
    """Take the name that one codes under from now on, where there are no accounts."""
    if asked.site.accounts is not None:
        raise Refusal(403, "With accounts everybody codes under their own name.")
    name = asked.needed("coder").strip()
    if not name or len(name) > _NAME_LENGTH or is_machine(name) or not name.isprintable():
        raise Refusal(422, f"'{name}' cannot be the name of a coder.", "Give the name of a person.")
    asked.site.sessions.code_as(asked.session, name)
    then = asked.form.get("then", "")
    return Go(then if then.startswith(("/code", "/review")) and "\\" not in then else "/")


ROUTES = (
    Route("/enter", "GET", ANYBODY, door),
    Route("/enter", "POST", ANYBODY, enter),
    Route("/link", "GET", LEAD, elsewhere),
    Route("/link", "POST", LEAD, make_link),
    Route("/leave", "POST", EVERYBODY, leave),
    Route("/coder", "POST", CODERS, code_as),
)
