"""Personal data found in texts: precision and recall on a hand-labelled sample, beside baselines.

493 texts of four sources were read and labelled by one person: comments on a rule (CDCP), sentences
of UK manifestos and of a debate in the European Parliament (CSTA), comments in Spanish (Decide
Madrid). `pseudonym_texts.csv` names the texts, how each was drawn ("random", or "chosen" by a broad
pattern so that rare kinds occur at all) and its SHA-256; `pseudonym_spans.csv` has the spans. The
rules were written with the half "develop" in view; "report" was drawn and labelled after that, and
scored once before the last changes. Its misses were not looked at; lists of what is replaced in the
whole corpora were.

What counts: people, user names, companies and associations, streets, buildings, towns, regions,
e-mail, phone, postcode, URL. What does not: countries, public bodies and parties of a whole nation,
laws, products. A span is found when every letter and digit of it is replaced; what is replaced is
right when it touches a span of any kind. Intervals are Wilson's over spans, as if independent.
"""

from __future__ import annotations

import csv
import gzip
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from data import data_file
from options import options_of

from textmine.config import NlpSettings
from textmine.nlp import load_pipeline
from textmine.nlp.reading import read_docs
from textmine.privacy.finding import Casing, Finder, choose_name_reader, count_casing, stop_words
from textmine.privacy.finding.entities import LABELS
from textmine.stats.intervals import wilson_interval
from textmine.store import sha256_of_text

HERE = Path(__file__).parent
Span = tuple[int, int, str]
Key = tuple[str, str]


@dataclass(frozen=True)
class Labelled:
    """One labelled text: where it comes from, how it was drawn, and what is to be found."""

    key: Key
    drawn: str
    half: str
    text: str
    spans: tuple[Span, ...]


def main() -> None:
    options_of(__doc__).parse_args()
    sources = {
        "cdcp": ("en", _texts(_rows("cdcp/documents.csv"), "doc_id", "text")),
        "csta": ("en", _texts(_rows("csta_uk_manifestos/sentences.csv"), "sentence_id", "text")),
        "coal": ("en", _coal()),
        "madrid": ("es", _texts(_rows("decide_madrid_es/data/comments.csv"), "id", "text")),
    }
    labelled = read_labels({(name, i): text for name, (_, texts) in sources.items()
                            for i, text in texts.items()})  # fmt: skip
    systems: dict[str, dict[Key, list[Span]]] = {"core": {}, "spacy": {}, "rules": {}}
    for name, (lang, texts) in sources.items():
        wanted = {one.key for one in labelled}
        for system, find in (("core", _core), ("spacy", _spacy), ("rules", _rules)):
            found = find(lang, list(texts.values()))
            for identity, spans in zip(texts, found, strict=True):
                if (name, identity) in wanted:
                    systems[system][name, identity] = spans
    result = {}
    for half in ("develop", "report"):
        mine = [one for one in labelled if one.half == half]
        n_spans = sum(len(one.spans) for one in mine)
        print(f"\n{half}: {len(mine)} texts, {n_spans} labelled spans")
        for system, found in systems.items():
            result[half, system] = _score(mine, found)
            _print(system, mine, found)
    best = result["report", "core"]
    others = {name: result["report", name] for name in ("spacy", "rules")}
    print(json.dumps({**best, **others, "develop": result["develop", "core"]}))


def _core(lang: str, texts: Sequence[str]) -> list[list[Span]]:
    """What 'corpus pseudonymise' replaces, with the whole corpus in view."""
    return _found(Finder(choose_name_reader(NlpSettings(), lang), _casing(lang, texts)), texts)


def _rules(lang: str, texts: Sequence[str]) -> list[list[Span]]:
    """What it replaces with --rules-only."""
    reader = choose_name_reader(NlpSettings(), lang, rules_only=True)
    return _found(Finder(reader, _casing(lang, texts)), texts)


def _found(finder: Finder, texts: Sequence[str]) -> list[list[Span]]:
    return [
        [(one.start, one.end, one.kind) for one in spans if not one.keep]
        for spans in finder.find(texts, NlpSettings())
    ]


def _casing(lang: str, texts: Iterable[str]) -> Casing:
    return count_casing(texts, stop_words(lang))


def _spacy(lang: str, texts: Sequence[str]) -> list[list[Span]]:
    """Every person, organisation and place that spaCy's model names, as it names them."""
    model = choose_name_reader(NlpSettings(), lang).model
    if model is None:
        return [[] for _ in texts]
    nlp = load_pipeline(model, frozenset({"entities"}))
    return [
        [(e.start_char, e.end_char, LABELS[e.label_]) for e in doc.ents if e.label_ in LABELS]
        for doc in read_docs(nlp, texts, 256, 1)
    ]


def read_labels(texts: dict[Key, str]) -> list[Labelled]:
    """Return the labelled texts; end with a sentence when one is not the text that was read."""
    spans: dict[Key, list[Span]] = defaultdict(list)
    for row in _own("pseudonym_spans.csv"):
        spans[row["source"], row["id"]].append((int(row["start"]), int(row["end"]), row["type"]))
    labelled = []
    for row in _own("pseudonym_texts.csv"):
        key = (row["source"], row["id"])
        text = texts.get(key, "")
        if sha256_of_text(text) != row["sha256"]:
            raise SystemExit(f"Text {key} is not the one that was labelled.")
        labelled.append(Labelled(key, row["drawn"], row["half"], text, tuple(spans[key])))
    return labelled


def _is_covered(text: str, span: Span, found: Sequence[Span]) -> bool:
    return all(
        not text[place].isalnum() or any(start <= place < end for start, end, _ in found)
        for place in range(span[0], span[1])
    )


def _touches(span: Span, others: Iterable[Span]) -> bool:
    return any(span[0] < end and start < span[1] for start, end, _ in others)


def _score(labelled: Sequence[Labelled], found: dict[Key, list[Span]]) -> dict[str, float]:
    right, given, hit, wanted = _counts(labelled, found, lambda span: True)
    return {
        "precision": round(right / given, 3) if given else 0.0,
        "recall": round(hit / wanted, 3) if wanted else 0.0,
    }


def _counts(
    labelled: Sequence[Labelled], found: dict[Key, list[Span]], chosen: Callable[[Span], bool]
) -> tuple[int, int, int, int]:
    right = given = hit = wanted = 0
    for one in labelled:
        mine = found[one.key]
        given += sum(chosen(span) for span in mine)
        right += sum(chosen(span) and _touches(span, one.spans) for span in mine)
        wanted += sum(chosen(span) for span in one.spans)
        hit += sum(chosen(span) and _is_covered(one.text, span, mine) for span in one.spans)
    return right, given, hit, wanted


def _print(system: str, labelled: Sequence[Labelled], found: dict[Key, list[Span]]) -> None:
    parts: list[tuple[str, Sequence[Labelled], Callable[[Span], bool]]] = [
        ("all", labelled, lambda span: True),
        ("English", [one for one in labelled if one.key[0] != "madrid"], lambda span: True),
        ("Spanish", [one for one in labelled if one.key[0] == "madrid"], lambda span: True),
        ("drawn at random", [o for o in labelled if o.drawn == "random"], lambda span: True),
    ]
    kinds = sorted({s[2] for o in labelled for s in (*o.spans, *found[o.key])})
    parts += [(kind, labelled, _of_kind(kind)) for kind in kinds]
    print(f"  {system:18} {'precision':>9} {'n':>4}  95 % interval   {'recall':>6} {'n':>4}")
    for name, texts, chosen in parts:
        right, given, hit, wanted = _counts(texts, found, chosen)
        print(f"    {name:16} {_share(right, given):>30}   {_share(hit, wanted)}")


def _of_kind(kind: str) -> Callable[[Span], bool]:
    return lambda span: span[2] == kind


def _share(part: int, whole: int) -> str:
    if not whole:
        return "-".rjust(9) + "    0" + " " * 15
    interval = wilson_interval(part, whole)
    return f"{part / whole:9.3f} {whole:4}  {interval.low:.3f} to {interval.high:.3f}"


def _texts(rows: Iterable[dict[str, str]], identity: str, text: str) -> dict[str, str]:
    return {
        row[identity]: row[text].replace("\r\n", "\n").replace("\r", "\n")
        for row in rows
        if row[text].strip()
    }


def _coal() -> dict[str, str]:
    path = data_file("csta_uk_manifestos/coal_debate_EN_worker_labels.csv.gz")
    with gzip.open(path, "rt", encoding="utf-8", newline="") as stream:
        return _texts(csv.DictReader(stream), "sentenceid", "sentence_text")


def _rows(relative: str) -> list[dict[str, str]]:
    with data_file(relative).open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def _own(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


if __name__ == "__main__":
    main()
