"""`textmine web`: pages on which people code, settle, review and read, from the same workspace.

Rooms: `access` says who may do what, `serving` makes an ASGI application of the table of routes,
`pages` has a file a page, `api` the JSON under /api, `templates` and `static` what browsers get.

To add a page:

1. Write `pages/NAME.py`: a function from `Asked` to an answer (`Page`, `Data`, `Go`, `File`), and
   a list `ROUTES` of `Route`. Every route names its roles, and its function says in its docstring
   what it shows or does; `menu` puts a page into the navigation.
   Work is done by functions of the rooms below: a handler only reads what was asked and hands on
   what they return. `asked.workspace` is the workspace, `asked.session` who asks, `asked.query` and
   `asked.form` what was sent, `asked.body` the checked JSON of a route with a `body` (a pydantic
   model). Errors of textmine become a sentence with the fitting status by themselves.
2. Write `templates/NAME.html`, which extends `base.html` and fills the blocks `title` and `main`.
   Texts are escaped by Jinja. Forms post with `{{ token_field() }}`. There are no inline scripts or
   styles: modules lie in `static/NAME/` and are named in the block `scripts`; from a module, call
   the API through `/static/shared/api.js`, which sends the token.
3. Name the list in `routes.py`, one line. Navigation, OpenAPI and the tests that walk all routes
   read that table.
"""
