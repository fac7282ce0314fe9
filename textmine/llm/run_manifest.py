"""The folder of a run: its manifest, the prompts that were asked, and every answer."""

from collections.abc import Sequence
from dataclasses import asdict, fields
from typing import Any

from textmine import __version__
from textmine.classify.review.queue_sheet import queue_digest
from textmine.classify.run_manifest import RUNS, told_path
from textmine.codebook import Codebook
from textmine.coding import Draw
from textmine.coding.digest import codebook_digest, codings_digest
from textmine.corpus import Corpus
from textmine.llm.asking import Heard, How
from textmine.llm.in_turn import ANSWERS, Line, answer_lines
from textmine.llm.prompt import Prompt
from textmine.llm.request import LlmRequest
from textmine.llm.review import LlmReview
from textmine.llm.server import is_loopback
from textmine.schema import Coding
from textmine.store import Manifest, Workspace, read_manifest, sha256_of_file, write_manifest
from textmine.store.manifest import MANIFEST
from textmine.store.whole import as_prepared


def keep_llm_run(
    workspace: Workspace,
    request: LlmRequest,
    chosen: Corpus,
    book: Codebook,
    prompts: Sequence[Prompt],
    heard: Heard,
    told: Sequence[Line],
    codings: Sequence[Coding],
    draw: Draw | None = None,
) -> None:
    """Write runs/NAME in the open block: the file that was written there is hashed.

    What a replay finds out from kept answers stands there, and nothing else: so it comes out the
    same. `told` are answers on tokens, `draw` is what was left to people.
    """
    out, review = request.out, request.review
    manifest = Manifest(
        kind="llm",
        name=request.run_name,
        textmine=__version__,
        synthetic=chosen.info.synthetic,
        seed=request.how.seed,
        settings={
            **asdict(request.how),
            "coder": request.coder_name,
            "dimensions": [prompt.dimension.id for prompt in prompts],
            "where": list(chosen.where),
            "record": request.record,
            **({"out": told_path(workspace, out)} if out else {}),
            **({"review": _told(review)} if review else {}),
        },
        inputs={
            f"corpora/{chosen.name}": chosen.info.digest,
            f"codebooks/{book.name}": codebook_digest(book),
        },
        details={
            "corpus": chosen.name,
            "codebook": book.name,
            "documents": len(chosen),
            "answers": heard.cost.answers,
            **({"abstained": silent} if (silent := _silent(heard)) else {}),
            "unusable": {str(why): n for why, n in sorted(heard.unusable.items())},
            "servers": heard.servers,
            "remote": [server for server in heard.servers if not is_loopback(server)],
            "formats": heard.formats,
            "prompts": {
                one_prompt.dimension.id: {
                    "version": one_prompt.version,
                    "sha256": one_prompt.sha256,
                }
                for one_prompt in prompts
            },
            "outputs": {"out": sha256_of_file(as_prepared(out.absolute()))} if out else {},
            "recorded": codings_digest(codings) if request.record else "",
            **({"queue": queue_digest(draw)} if review else {}),
        },
    )
    with workspace.replacing(workspace.folder(RUNS, request.run_name)) as draft:
        for prompt in prompts:
            path = draft / f"prompt-{prompt.dimension.id}.txt"
            path.write_text(prompt.system + "\n", encoding="utf-8")
        lines = answer_lines([*told, *heard.lines])
        (draft / ANSWERS).write_text(lines, encoding="utf-8")
        write_manifest(draft, manifest)


def _told(review: LlmReview) -> dict[str, Any]:
    return {"share": review.share, "coded": sorted(review.coded or ())}


def _silent(heard: Heard) -> dict[str, list[str]]:
    """Return dimension -> the documents that the model abstained from, in their order."""
    silent: dict[str, list[str]] = {}
    for answer in heard.said[0]:
        if answer.codes is None:
            silent.setdefault(answer.dimension, []).append(answer.document)
    return silent


def abstentions_of(workspace: Workspace, corpus: str, coder: str) -> dict[str, set[str]]:
    """Return dimension -> the documents of a corpus that a model abstained from in some run.

    Only runs whose codes were recorded count. A later run may have coded some of them.
    """
    silent: dict[str, set[str]] = {}
    for name in workspace.names(RUNS, MANIFEST):
        manifest = read_manifest(workspace.folder(RUNS, name))
        about = (manifest.kind, manifest.details.get("corpus"), manifest.settings.get("coder"))
        if about == ("llm", corpus, coder) and manifest.settings["record"]:
            for dimension, documents in manifest.details.get("abstained", {}).items():
                silent.setdefault(str(dimension), set()).update(documents)
    return silent


def request_of(space: Workspace, manifest: Manifest) -> LlmRequest:
    """Return the request for a replay of a run, whose file is written into a workspace.

    Nobody is asked: the answers are those in the folder of the run.
    """
    settings = manifest.settings
    out = space.root / str(settings["out"]) if settings.get("out") else None
    review, queue = settings.get("review"), space.root / "queue.csv"
    if out is not None:
        out.parent.mkdir(parents=True, exist_ok=True)
    return LlmRequest(
        corpus=str(manifest.details["corpus"]),
        how=How(**{field.name: settings[field.name] for field in fields(How)}),
        dimensions=tuple(settings["dimensions"]),
        codebook=str(manifest.details["codebook"]),
        where=tuple(settings["where"]),
        out=out,
        record=bool(settings["record"]),
        coder=str(settings["coder"]).partition(":")[2],
        name=manifest.name,
        review=LlmReview(review["share"], queue, frozenset(review["coded"])) if review else None,
    )
