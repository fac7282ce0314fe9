"""The table of routes: every address that is served, with its roles. A page is named here once."""

from textmine.web.api import code as code_api
from textmine.web.api import project as project_api
from textmine.web.api import read as read_api
from textmine.web.api import review as review_api
from textmine.web.api import seeing
from textmine.web.api.openapi import document_of
from textmine.web.pages import (
    code,
    codebook,
    door,
    draws,
    importing,
    jobs,
    project,
    read,
    read_others,
    reports,
    review,
    settle,
    themes,
    themes_compare,
)
from textmine.web.serving.handlers import EVERYBODY, Answer, Asked, Data, Route


def openapi(asked: Asked) -> Answer:
    """Return the OpenAPI document of the routes below."""
    return Data(document_of(ROUTES))


ROUTES: tuple[Route, ...] = (
    *door.ROUTES,
    *project.ROUTES,
    *importing.ROUTES,
    *read.ROUTES,
    *read_others.ROUTES,
    *codebook.ROUTES,
    *draws.ROUTES,
    *code.ROUTES,
    *settle.ROUTES,
    *review.ROUTES,
    *themes.ROUTES,
    *themes_compare.ROUTES,
    *reports.ROUTES,
    *jobs.ROUTES,
    *project_api.ROUTES,
    *read_api.ROUTES,
    *code_api.ROUTES,
    *seeing.ROUTES,
    *review_api.ROUTES,
    Route("/api/openapi.json", "GET", EVERYBODY, openapi),
)
"""Pages stand in the navigation in this order."""
