"""What is searched beside texts: memos, the codes of codebooks, the themes of models."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from textmine.codebook import Code, Codebook, list_codebooks
from textmine.coding import Memo, codebooks_of, open_codings, open_memos
from textmine.coding.memos.listing import coding_memos
from textmine.errors import TextmineError
from textmine.store import MANIFEST, Workspace, read_manifest
from textmine.topics.naming.themes import load_themes

_IN_CORPORA = ("corpus", "document", "participant", "case")


@dataclass(frozen=True)
class Thing:
    """Something that is searched and is no document.

    `place` is the corpus, codebook or model that it belongs to, `name` what it is called there.
    `parts` are its texts, each with what it is: ("definition", "...").
    """

    kind: str
    place: str
    name: str
    parts: tuple[tuple[str, str], ...]
    by: str = ""
    when: str = ""
    document: str = ""


def memo_things(workspace: Workspace, corpora: Collection[str] | None) -> list[Thing]:
    """Return the memos that stand and the remarks beside codings; those on `corpora`, or all.

    A memo on a code or a theme is one on the corpora that were coded with the codebook, or to which
    the model was fitted.
    """
    every = [*open_memos(workspace).standing(), *coding_memos(workspace)]
    if corpora is None:
        return [_of_memo(memo) for memo in every]
    places = {about: {*corpora} for about in _IN_CORPORA}
    places["code"] = _used_codebooks(workspace, corpora)
    places["theme"] = {thing.place for thing in theme_things(workspace, corpora)[0]}
    return [
        _of_memo(memo) for memo in every if memo.target.place in places.get(memo.target.about, ())
    ]


def code_things(
    workspace: Workspace, corpora: Collection[str] | None
) -> tuple[list[Thing], list[str]]:
    """Return the codes of codebooks, those with which `corpora` were coded, or all; and remarks."""
    try:
        books = [listed.codebook for listed in list_codebooks(workspace)]
    except TextmineError as error:
        return [], [f"Codes were not searched: {error}"]
    if corpora is not None:
        used = _used_codebooks(workspace, corpora)
        books = [book for book in books if book.name in used]
    return [thing for book in books for thing in _of_book(book)], []


def theme_things(
    workspace: Workspace, corpora: Collection[str] | None
) -> tuple[list[Thing], list[str]]:
    """Return the themes of models, of those fitted to `corpora` or of all; and remarks.

    A topic that people gave no name is called by its top words.
    """
    things, remarks = [], []
    for model in workspace.names("models", MANIFEST):
        folder = workspace.root / "models" / model
        try:
            manifest = read_manifest(folder)
            if manifest.kind != "topics" or (
                corpora is not None and manifest.details["corpus"] not in corpora
            ):
                continue
            ids = [str(detail) for detail in manifest.details["ids"]]
            labels = manifest.details.get("labels") or [""] * len(ids)
            themes = load_themes(folder)
        except TextmineError as error:
            remarks.append(f"The themes of '{model}' were not searched: {error}")
            continue
        for identity, label in zip(ids, labels, strict=False):
            name = themes.name_of(identity)
            description = themes.themes[name].description if name else ""
            parts = (("name", name), ("description", description), ("top words", str(label)))
            things.append(Thing("theme", model, identity, _filled(parts)))
    return things, remarks


def _used_codebooks(workspace: Workspace, corpora: Collection[str]) -> set[str]:
    store = open_codings(workspace)
    return {name for corpus in corpora for name in codebooks_of(store.current(corpus))}


def _of_memo(memo: Memo) -> Thing:
    target = memo.target
    name = f"memo {memo.number}" if memo.number else f"beside {memo.title}"
    where = target.place or "project"
    about = f"{name} on {target.about} {target.name}".rstrip() if target.place else name
    return Thing(
        "memo",
        where,
        about,
        _filled((("title", memo.title if memo.number else ""), ("text", memo.text))),
        memo.by,
        memo.created_at,
        target.name if target.about == "document" else "",
    )


def _of_book(book: Codebook) -> list[Thing]:
    return [
        Thing("code", book.name, f"{dimension.id}:{code.id}", _of_code(code))
        for dimension in book.dimensions
        for code in dimension.codes
    ]


def _of_code(code: Code) -> tuple[tuple[str, str], ...]:
    examples = [("example", example) for example in code.examples]
    parts: Sequence[tuple[str, str]] = (
        ("id", code.id),
        ("name", code.name),
        ("definition", code.definition),
        ("include", code.include),
        ("exclude", code.exclude),
        *examples,
    )
    return _filled(parts)


def _filled(parts: Sequence[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple((what, text) for what, text in parts if text)
