"""A language model on a server of one's own as one more coder: kappa, repeatability, time, replay.

The texts are the first units of the official test split of CDCP; the codebook is that of
`suggest.py`, in our own words, and no choice was made on the texts. It starts no server: name one
with --endpoint and --model. Each unit is asked about twice at a temperature of 1, so that what is
by chance shows; then the run is replayed from its answers, and compared byte by byte. Where the
server does not know schemas, --code-tokens names the tokens of V, T, P, F and R.
"""

from __future__ import annotations

import csv
import json
import shutil
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from options import options_of
from suggest import CDCP, cdcp

from textmine.codebook import Codebook, Dimension, save_codebook
from textmine.corpus import About, import_corpus, read_documents
from textmine.llm import How, LlmRequest, LlmRun, run_llm, server_at
from textmine.stats.agreement.kappas import cohen_kappa
from textmine.store import Workspace, find_workspace, init_workspace, sha256_of_file

CODERS = 0.6
"""Kappa from which on a machine is worth a look: about that of the weakest classifiers here."""
LETTERS = {code.id: code.id[0].upper() for code in CDCP}


def _workspace(folder: Path, texts: list[str]) -> Workspace:
    root = folder / "workspace"
    space = find_workspace(root) if root.is_dir() else init_workspace(root)
    path = folder / "texts.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["id", "text"])
        writer.writerows((f"u{place:04d}", text) for place, text in enumerate(texts))
    import_corpus(space, "cdcp", read_documents(path), About(), replacing=True)
    codes = tuple(code.model_copy(update={"id": LETTERS[code.id]}) for code in CDCP)
    question = "What does the unit of a comment on a rule say?"
    kind = Dimension(id="kind", name="kind of proposition", question=question, codes=codes)
    save_codebook(space, Codebook(name="kinds", unit="sentence or two", dimensions=(kind,)))
    return space


def _digests(space: Workspace, out: Path) -> dict[str, str]:
    files = [out, *sorted((space.root / "runs").rglob("*"))]
    return {path.name: sha256_of_file(path) for path in files if path.is_file()}


def _replayed(space: Workspace, request: LlmRequest) -> bool:
    """Whether a replay without the server writes the same bytes."""
    assert request.out is not None  # noqa: S101
    before = _digests(space, request.out)
    shutil.rmtree(space.scratch)
    request.out.unlink()
    run_llm(space, replace(request, server=None))
    return before == _digests(space, request.out)


def _kappa(run: LlmRun, gold: list[str]) -> tuple[float, float, int]:
    """Return kappa and accuracy on the units that were coded, and how many these are."""
    letters = list(LETTERS.values())
    said = [one.codes[0] if one.codes else "" for one in run.heard.said[0]]
    pairs = [(g, s) for g, s in zip(gold, said, strict=True) if s]
    if not pairs:
        return float("nan"), float("nan"), 0
    codes = np.array([[letters.index(one) for one in pair] for pair in pairs])
    right = float((codes[:, 0] == codes[:, 1]).mean())
    return cohen_kappa(codes, len(letters)).value, right, len(pairs)


def main() -> None:
    parse = options_of(__doc__)
    parse.add_argument("--endpoint", required=True)
    parse.add_argument("--model", required=True)
    parse.add_argument("--units", type=int, default=100)
    parse.add_argument("--timeout", type=float, default=300.0)
    parse.add_argument("--code-tokens", type=Path)
    parse.add_argument("--keep", type=Path, help="a folder in which a stopped run goes on")
    given = parse.parse_args()
    case = cdcp()
    texts = case.texts[: given.units]
    gold = [LETTERS[next(iter(one))] for one in case.gold[: given.units]]
    how = How(
        model=given.model,
        temperature=1.0,
        repeats=2,
        max_tokens=16,
        constrain="tokens" if given.code_tokens else "schema",
        before=0,
        after=0,
    )
    with tempfile.TemporaryDirectory() as folder:
        space = _workspace(given.keep or Path(folder), texts)
        request = LlmRequest(
            "cdcp",
            how,
            server_at(given.endpoint),
            codebook="kinds",
            out=space.root / "coded.csv",
            record=True,
            code_tokens=given.code_tokens,
            timeout=given.timeout,
        )
        run = run_llm(space, request)
        replayed = _replayed(space, request)
    _tell(run, gold, replayed)


def _tell(run: LlmRun, gold: list[str], replayed: bool) -> None:
    kappa, right, n = _kappa(run, gold)
    commonest = max(gold.count(letter) for letter in set(gold)) / len(gold)
    alpha = run.agreement[0].alpha.coefficient.value if run.agreement else float("nan")
    cost = run.heard.cost
    seconds = 100 * cost.seconds / cost.answers
    unusable = dict(run.heard.unusable)
    print(f"{len(gold)} units, {n} coded; commonest code {commonest:.3f}, accuracy {right:.3f}")
    print(f"{cost.answers} answers, not usable: {unusable}; {cost.tokens} tokens, {cost.seconds} s")
    worth = kappa >= CODERS and n >= 0.9 * len(gold)
    result: dict[str, Any] = {
        "kappa": _number(kappa),
        "alpha_repeats": _number(alpha),
        "seconds_per_100": round(seconds, 1),
        "replay_identical": replayed,
        "verdict": "worth a benchmark beside your coders" if worth else "not fit to code with",
    }
    print(json.dumps(result))


def _number(value: float) -> float | None:
    return None if np.isnan(value) else round(value, 3)


if __name__ == "__main__":
    main()
