"""Templates to HTML: everything is escaped; who asks and the navigation are known to each page."""

import re
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import jinja2
from markupsafe import Markup, escape

from textmine.coding.agreement.reliability import Estimate
from textmine.in_number import in_number
from textmine.present import with_interval, written
from textmine.report.page import inline_chart
from textmine.web.access.sessions import Session
from textmine.web.places import place_of
from textmine.web.serving.guards import TOKEN_FIELD
from textmine.web.serving.handlers import Route, menu_of

_OPTIONS = re.compile(r"[;,] --[^;.]{1,200}+")
TEMPLATES = Path(__file__).parent.parent / "templates"


@cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["in_number"] = _in_number
    environment.filters["thousands"] = lambda n: f"{n:,}"
    environment.filters["two"] = lambda value: f"{value:.2f}"
    environment.filters["estimate"] = _estimated
    environment.filters["cell"] = written
    environment.filters["here"] = lambda sentence: _OPTIONS.sub("", sentence)
    environment.filters["chart"] = inline_chart
    environment.globals["query"] = urlencode
    environment.globals["place"] = place_of
    return environment


def _in_number(text: str) -> str:
    """Return a sentence whose words agree with its numbers, escaped if it was."""
    return (Markup if isinstance(text, Markup) else str)(in_number(str(text)))


def _estimated(estimate: Estimate) -> str:
    return str(with_interval(estimate.coefficient.value, estimate.interval))


def render(
    template: str,
    data: dict[str, Any],
    *,
    session: Session,
    routes: tuple[Route, ...],
    path: str,
    workspace: str,
    with_accounts: bool,
) -> str:
    """Return the HTML of a page."""
    field = Markup('<input type="hidden" name="{}" value="{}">').format(
        TOKEN_FIELD, escape(session.token)
    )
    known = {
        "session": session,
        "leads": session.role == "lead",
        "menu": menu_of(routes, session.role or ""),
        "here": path,
        "workspace_name": workspace,
        "with_accounts": with_accounts,
        "token_field": lambda: field,
    }
    return _environment().get_template(template).render(**known, **data)
