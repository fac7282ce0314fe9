"""The table of routes: every address with its roles, and the OpenAPI document made of it."""

from typing import Any

from textmine import __version__
from textmine.choices import ROLES
from textmine.web.api import code as code_api
from textmine.web.api import project as project_api
from textmine.web.api import read as read_api
from textmine.web.api import review as review_api
from textmine.web.pages import (
    code,
    codebook,
    door,
    draws,
    importing,
    jobs,
    project,
    read,
    reports,
    review,
    settle,
    themes,
    themes_compare,
)
from textmine.web.serving.guards import TOKEN_HEADER
from textmine.web.serving.handlers import EVERYBODY, Answer, Asked, Data, Route


def openapi(asked: Asked) -> Answer:
    """Return the OpenAPI document of the routes below."""
    return Data(document_of(ROUTES))


ROUTES: tuple[Route, ...] = (
    *door.ROUTES,
    *project.ROUTES,
    *importing.ROUTES,
    *read.ROUTES,
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
    *review_api.ROUTES,
    Route("/api/openapi.json", "GET", EVERYBODY, openapi),
)
"""Pages stand in the navigation in this order."""


_ERRORS = {
    "401": "Nobody is in.",
    "403": "Not for this role, or not sent by a page of ours.",
    "422": "What was sent cannot be used; 'error' and 'hint' say why.",
}


def document_of(routes: tuple[Route, ...]) -> dict[str, Any]:
    """Return an OpenAPI 3.1 document of the routes of the API."""
    paths: dict[str, dict[str, Any]] = {}
    schemas: dict[str, Any] = {}
    for route in routes:
        if route.is_api:
            paths.setdefault(route.path, {})[route.method.lower()] = _operation(route, schemas)
    return {
        "openapi": "3.1.0",
        "info": {"title": "textmine", "version": __version__},
        "paths": paths,
        "components": {"schemas": schemas},
    }


def _operation(route: Route, schemas: dict[str, Any]) -> dict[str, Any]:
    roles = ", ".join(role for role in ROLES if role in route.roles)
    operation: dict[str, Any] = {
        "summary": route.does,
        "description": f"For: {roles}.",
        "parameters": [
            {"name": name, "in": "query", "required": True, "schema": {"type": "string"}}
            for name in route.query
        ],
        "responses": {
            "200": {"description": "Done.", "content": {"application/json": {}}},
            **{status: {"description": words} for status, words in _ERRORS.items()},
        },
    }
    if route.method == "POST":
        header = {"name": TOKEN_HEADER, "in": "header", "required": True}
        operation["parameters"].append({**header, "schema": {"type": "string"}})
    if route.body is not None:
        schema = route.body.model_json_schema(ref_template="#/components/schemas/{model}")
        schemas.update(schema.pop("$defs", {}))
        schemas[route.body.__name__] = schema
        reference = {"$ref": f"#/components/schemas/{route.body.__name__}"}
        operation["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": reference}},
        }
    return operation
