"""An ASGI application of the table of routes: each request passes the same checks in one order."""

import logging
import socket
from collections.abc import Callable, Mapping
from http import HTTPStatus
from pathlib import Path
from typing import Any

import uvicorn
from itsdangerous import BadSignature, URLSafeSerializer
from pydantic import ValidationError
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Mount
from starlette.routing import Route as Served
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from textmine.errors import TextmineError
from textmine.running import one_change
from textmine.web.access.sessions import Session
from textmine.web.serving import guards
from textmine.web.serving.handlers import Answer, Asked, Data, File, Go, Page, Refusal, Route
from textmine.web.serving.rendering import render
from textmine.web.site import Site

STATIC = Path(__file__).parent.parent / "static"
_LOG = logging.getLogger("textmine.web")
_FIELDS = 2000
_UPLOADS = 1000


def application(site: Site, routes: tuple[Route, ...]) -> ASGIApp:
    """Return the application that serves a site by its table of routes."""
    door = _Door(site, routes)
    by_path: dict[str, dict[str, Route]] = {}
    for route in routes:
        by_path.setdefault(route.path, {})[route.method] = route
    served = [
        Served(
            path,
            door.endpoint(methods),
            methods=list(methods),
            max_body_size=max(method.most for method in methods.values()),
        )
        for path, methods in by_path.items()
    ]
    app = Starlette(
        routes=[*served, Mount("/static", StaticFiles(directory=STATIC))],
        exception_handlers={HTTPException: door.not_served, Exception: door.failed},
    )
    return _Guard(app, site)


class _Guard:
    """Lets in what asks for this server by its name, and gives every answer its headers."""

    def __init__(self, app: ASGIApp, site: Site) -> None:
        self._app = app
        self._site = site

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        static = scope["path"].startswith("/static/")

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                there = {name for name, _ in message["headers"]}
                own = {**guards.HEADERS, "cache-control": "no-cache" if static else guards.NOT_KEPT}
                added = [(name.encode(), value.encode()) for name, value in own.items()]
                missing = [pair for pair in added if pair[0] not in there]
                message = {**message, "headers": [*message["headers"], *missing]}
            await send(message)

        if not self._site.hosts.allow(headers.get(b"host", b"").decode("latin-1")):
            answer = Response("This server is not known under that name.", 421)
            await answer(scope, receive, sent)
            return
        await self._app(scope, receive, sent)


class _Door:
    """Turns requests into what handlers ask, and their answers into what browsers get."""

    def __init__(self, site: Site, routes: tuple[Route, ...]) -> None:
        self._site = site
        self._routes = routes
        self._signer = URLSafeSerializer(site.sessions.key, salt="textmine session")

    def endpoint(self, methods: Mapping[str, Route]) -> Callable[[Request], Any]:
        """Return the function that serves the methods of one path."""

        async def serve(request: Request) -> Response:
            route = methods["GET" if request.method == "HEAD" else request.method]
            session = await run_in_threadpool(self._session, request)
            try:
                return await self._served(route, request, session)
            except (Refusal, TextmineError, ValidationError) as error:
                return self._refused(guards.as_refusal(error), request, session, api=route.is_api)

        return serve

    async def _served(self, route: Route, request: Request, session: Session | None) -> Response:
        if route.needs_session:
            if session is None or session.role is None:
                if route.is_api or route.method != "GET":
                    raise Refusal(401, "Nobody is in.", "Come in by the door: open the first page.")
                return RedirectResponse("/enter", 303)
            if session.role not in route.roles:
                raise Refusal(403, "This is not for your role.", "Ask who leads the project.")
        if session is None:
            session = self._site.sessions.begin()
        asked = await self._asked(route, request, session)

        def done() -> Response:
            with one_change(f"web {route.path}"):
                answer = route.handler(asked)
            if route.method == "POST" and not route.is_api:
                self._site.standing.forget()
            return self._response(answer, request, session)

        return await run_in_threadpool(done)

    async def _asked(self, route: Route, request: Request, session: Session) -> Asked:
        form: dict[str, str] = {}
        files: dict[str, list[UploadFile]] = {}
        body = None
        if route.method == "POST":
            guards.refuse_foreign(request.headers)
            if route.body is None:
                sent = await request.form(
                    max_files=_UPLOADS, max_fields=_FIELDS, max_part_size=route.most
                )
                for name, value in sent.multi_items():
                    if isinstance(value, UploadFile):
                        files.setdefault(name, []).append(value)
                    else:
                        form[name] = value
            token = request.headers.get(guards.TOKEN_HEADER) or form.pop(guards.TOKEN_FIELD, "")
            guards.refuse_without_token(session, token)
            if route.body is not None:
                body = route.body.model_validate_json(await request.body())
        return Asked(
            self._site,
            session,
            path=dict(request.path_params),
            query=dict(request.query_params),
            form=form,
            files=files,
            body=body,
            address=request.client.host if request.client else "",
        )

    def _session(self, request: Request) -> Session | None:
        cookie = request.cookies.get(self._site.cookie)
        if cookie is None:
            return None
        try:
            number = self._signer.loads(cookie)
        except BadSignature:
            return None
        session = self._site.sessions.find(str(number))
        if session is None or session.role is None:
            return session
        if (session.account == "") != (self._site.accounts is None):
            return None
        if session.account:
            account = self._site.account(session.account)
            if account is None or (account.role, account.changed_at) != (
                session.role,
                session.stamp,
            ):
                return None
        return session

    def _response(self, answer: Answer, request: Request, session: Session) -> Response:
        response: Response
        new = getattr(answer, "session", None) or session
        if isinstance(answer, Data):
            response = JSONResponse(answer.content, answer.status)
        elif isinstance(answer, File):
            response = _file(answer)
        elif isinstance(answer, Go):
            response = RedirectResponse(answer.to, 303)
        else:
            response = self._page(answer, request, new)
        if isinstance(answer, Go) and answer.leave:
            self._site.sessions.leave(session)
            response.delete_cookie(self._site.cookie)
        elif new is not session or self._site.cookie not in request.cookies or new.role is None:
            self._set_cookie(response, request, new)
        return response

    def _set_cookie(self, response: Response, request: Request, session: Session) -> None:
        response.set_cookie(
            self._site.cookie,
            self._signer.dumps(session.number),
            httponly=True,
            samesite="strict",
            secure=request.url.scheme == "https",
        )

    def _page(self, page: Page, request: Request, session: Session) -> Response:
        html = render(
            page.template,
            dict(page.data),
            session=session,
            routes=self._routes,
            path=request.url.path,
            workspace=self._site.root.name,
            with_accounts=self._site.accounts is not None,
        )
        return Response(html, page.status, media_type="text/html")

    def _refused(
        self, refusal: Refusal, request: Request, session: Session | None, *, api: bool
    ) -> Response:
        headers = {"retry-after": str(refusal.wait)} if refusal.wait else None
        if api:
            content = {"error": refusal.sentence, "hint": refusal.hint}
            return JSONResponse(content, refusal.status, headers)
        data = {"sentence": refusal.sentence, "hint": refusal.hint, "status": refusal.status}
        response = self._page(
            Page("refused.html", data, refusal.status), request, session or Session("")
        )
        response.headers.update(headers or {})
        return response

    async def not_served(self, request: Request, error: Exception) -> Response:
        """Answer what no route serves, and what the framework refuses, such as a body too large."""
        status = error.status_code if isinstance(error, HTTPException) else 500
        sentence = {404: "There is no such page.", 405: "That cannot be done here."}.get(
            status, f"{HTTPStatus(status).phrase}."
        )
        return self._refused(
            Refusal(status, sentence, "Go back to the first page."),
            request,
            await run_in_threadpool(self._session, request),
            api=request.url.path.startswith("/api/"),
        )

    async def failed(self, request: Request, error: Exception) -> Response:
        """Answer a fault of ours without its details; they go to the log of the server."""
        _LOG.error("%s %s failed", request.method, request.url.path, exc_info=error)
        refusal = Refusal(500, "Something went wrong here.", "The server's log says what.")
        return self._refused(refusal, request, None, api=request.url.path.startswith("/api/"))


def _file(answer: File) -> Response:
    from urllib.parse import quote

    kind = "inline" if answer.inline else "attachment"
    named = f"{kind}; filename*=UTF-8''{quote(answer.name, safe='')}"
    headers = {"content-disposition": named}
    if answer.policy:
        headers["content-security-policy"] = answer.policy
    return Response(answer.content, media_type=answer.media_type, headers=headers)


_LAST_SECONDS = 3
"""Seconds that open requests have when the server is stopped."""


class Server(uvicorn.Server):
    """A server that calls `ready` once when it can be asked."""

    def __init__(self, app: ASGIApp, ready: Callable[[], None]) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                log_level="warning",
                access_log=False,
                server_header=False,
                ws="none",
                lifespan="off",
                timeout_graceful_shutdown=_LAST_SECONDS,
            )
        )
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to listen."""
        await super().startup(sockets)
        if self.started:
            self._ready()
