"""Cold start: how often the codes that `suggest` ranks first are right, before anything is coded.

Beside it stand chance and the commonest code, which nobody knows before coding. The codebooks are
in our own words, written from what the corpora's authors say of their codes and not from the texts.
How names, definitions and examples are weighed was settled on the training documents of CDCP.
"""

from __future__ import annotations

import csv
import json
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from data import data_file
from options import options_of

from textmine.classify.suggesting.suggesting import CodeSuggestions, suggest_codes
from textmine.codebook import Code, Codebook, Dimension
from textmine.config import NlpSettings
from textmine.corpus import import_corpus, load_corpus, read_documents
from textmine.corpus.reading.importing import About
from textmine.errors import ExtraMissingError
from textmine.nlp.encoders import MEANING, MINILM, choose_encoder, embed_texts
from textmine.store import Workspace, init_workspace


def _code(identity: str, name: str, definition: str, include: str, *examples: str) -> Code:
    return Code(id=identity, name=name, definition=definition, include=include, examples=examples)


CDCP = (
    _code(
        "value",
        "value",
        "A judgment: what is good, fair, important or wrong, and what one ought to feel about it.",
        "Opinions, evaluations, approval or anger, claims that cannot be verified.",
        "It is unfair that people are treated like criminals because they owe money.",
        "Harassing the elderly is wrong and must never be tolerated.",
    ),
    _code(
        "testimony",
        "testimony",
        "A proposition about the writer's own state or experience, which others cannot verify.",
        "First-person accounts of what happened to me or my family; my work, my calls, my letters.",
        "A collector called my mother at work five times in one day.",
        "I have been a consumer lawyer for twelve years.",
    ),
    _code(
        "policy",
        "policy",
        "A course of action that is proposed: what should be done, required or forbidden.",
        "Sentences with should, must, need to about the rule or its makers.",
        "The agency should require collectors to send a letter before they call.",
        "Callers must be forbidden to ring before eight in the morning.",
    ),
    _code(
        "fact",
        "fact",
        "A proposition that describes objective reality and can be verified with evidence.",
        "Laws, figures, how an industry works, causes and effects.",
        "Most debts are sold several times before anybody sues.",
        "The statute of limitations is six years in many states.",
    ),
    _code(
        "reference",
        "reference",
        "A source of objective evidence.",
        "Links, titles of reports, citations, document numbers.",
        "http://www.example.org/report.pdf",
        "See the report of the commission, page 14.",
    ),
)
CSTA = (
    _code(
        "Economic",
        "economic policy",
        "Taxes, public spending, jobs, business, trade, and how the economy is run.",
        "Inflation, unions, privatisation, regulation of industry.",
        "We will cut the basic rate of income tax.",
    ),
    _code(
        "Social",
        "social policy",
        "How people live together: law and order, family, identity, rights, immigration.",
        "Crime, police, minorities, marriage, justice.",
        "We will put more police on the streets.",
    ),
)
OTTENSEN = (
    _code(
        "motorized transport",
        "motorisierter Verkehr",
        "Verkehr mit Motor: Autos, Lastwagen, Busse.",
        "Autos, PKW, Fahrzeuge, Lieferwagen",
        "Zu viele Autos fahren durch unsere Straße.",
    ),
    _code(
        "non-motorized transport",
        "nicht motorisierter Verkehr",
        "Verkehr ohne Motor: Gehen und Radfahren.",
        "Fußgänger und Radfahrer",
        "Mehr Platz für Menschen zu Fuß und auf dem Rad.",
    ),
    _code(
        "cycling",
        "Radverkehr",
        "Radfahren, Fahrräder, Radwege und Fahrradstraßen.",
        "Fahrradbügel, Lastenräder",
        "Der Radweg ist zu schmal.",
    ),
    _code(
        "walking",
        "Fußverkehr",
        "Zu Fuß gehen, Gehwege, Zebrastreifen.",
        "Fußgänger, Bürgersteige, Kinderwagen, Fußgängerzone",
        "Auf dem Gehweg ist kein Platz für Kinderwagen.",
    ),
    _code(
        "scooters",
        "E-Scooter",
        "Elektrische Tretroller.",
        "Roller, Leihroller",
        "Die E-Scooter liegen überall herum.",
    ),
    _code(
        "public transport (local)",
        "Nahverkehr",
        "Busse und Bahnen in der Stadt.",
        "Bus, S-Bahn, U-Bahn, Haltestelle",
        "Der Bus soll öfter fahren.",
    ),
    _code(
        "public transport (long-distance)",
        "Fernverkehr",
        "Züge in andere Städte, der Fernbahnhof.",
        "Bahnhof, ICE, Fernzug",
        "Der Fernbahnhof wird verlegt.",
    ),
    _code(
        "commercial transport",
        "Wirtschaftsverkehr",
        "Lieferungen, Handwerker, Lastwagen von Betrieben.",
        "Lieferverkehr, Pakete, Ladezone",
        "Lieferwagen halten in zweiter Reihe.",
    ),
    _code(
        "stationary traffic (parking)",
        "ruhender Verkehr",
        "Parken: Parkplätze, Stellplätze, parkende Autos.",
        "Anwohnerparken, Falschparker, Tiefgarage, Abstellen",
        "Anwohner finden keinen Parkplatz.",
    ),
    _code(
        "moving traffic",
        "fließender Verkehr",
        "Wie der Verkehr fließt: Tempo, Durchfahrt, Einbahnstraßen, Kreuzungen, Ampeln.",
        "Tempo 30, Durchgangsverkehr",
        "Hier wird viel zu schnell gefahren.",
    ),
    _code(
        "inter- and multimodality",
        "Inter- und Multimodalität",
        "Mehrere Verkehrsmittel verbinden.",
        "Umsteigen, Park and Ride",
        "Vom Rad in die Bahn umsteigen.",
    ),
    _code(
        "new services",
        "neue Angebote",
        "Neue Dienste wie Carsharing und Leihräder.",
        "Carsharing, Stadtrad, Ladesäulen",
        "Mehr Stationen für Carsharing.",
    ),
)


@dataclass(frozen=True)
class Case:
    """A corpus with the codes that people gave (a set a document), and a codebook for it."""

    name: str
    lang: str
    codes: tuple[Code, ...]
    texts: list[str]
    gold: list[set[str]]


def cdcp() -> Case:
    rows = [
        row
        for row in _rows("cdcp/units.csv")
        if row["split"] == "test" and row["doc_id"] != "00411" and row["text"].strip()
    ]
    return Case("cdcp", "en", CDCP, [r["text"] for r in rows], [{r["label"]} for r in rows])


def csta() -> Case:
    rows = [
        row
        for row in _rows("csta_uk_manifestos/sentences.csv")
        if row["expert_domain"] in ("Economic", "Social")
    ][::5]
    return Case("csta", "en", CSTA, [r["text"] for r in rows], [{r["expert_domain"]} for r in rows])


def ottensen() -> Case:
    folder = "cimt_partizipation_de/cimt-thematic-categorization-dataset/FreiRaum Ottensen"
    names = [code.id for code in OTTENSEN]
    rows = [
        (f"{row['title']}. {row['text']}", {name for name in names if row[name] == "1"})
        for row in _rows(f"{folder}/dataset-Ottensen-thematic-d1a.csv")
    ]
    rows = [(text, codes) for text, codes in rows if codes]
    return Case(
        "ottensen", "de", OTTENSEN, [text for text, _ in rows], [codes for _, codes in rows]
    )


def measure(case: Case, encoder: str = "") -> dict[str, float]:
    """Return how often one of the first one and two suggestions is right, and what is beside it.

    Documents are compared by words, and by the `encoder` named.
    """
    labels = "multi" if any(len(codes) > 1 for codes in case.gold) else "single"
    dimension = Dimension(id="code", name="code", labels=labels, codes=case.codes)
    book = Codebook(name=case.name, dimensions=(dimension,))
    with tempfile.TemporaryDirectory() as folder:
        space = init_workspace(Path(folder) / "workspace")
        _import(space, case, Path(folder) / "texts.csv")
        settings = NlpSettings(lang=case.lang)
        corpus = load_corpus(space, case.name)
        embed = partial(embed_texts, encoder=choose_encoder(encoder)) if encoder else None
        (found,) = suggest_codes(corpus, book, settings, space, embed=embed)
    return _figures(found, case.gold)


def _figures(found: CodeSuggestions, gold: Sequence[set[str]]) -> dict[str, float]:
    hits = []
    for best, codes in zip(found.ranked(2), gold, strict=True):
        right = [code in codes for code, _ in best]
        hits.append((any(right[:1]), any(right)))
    given = np.array([[code in codes for code in found.classes] for codes in gold])
    shares = np.sort(given.mean(axis=0))[::-1]
    first = [best[0][0] if best else "" for best in found.ranked(1)]
    recall = [
        np.mean([said == code for said, codes in zip(first, gold, strict=True) if code in codes])
        for code in found.classes
        if any(code in codes for codes in gold)
    ]
    return {
        "n": len(gold),
        "at_1": round(float(np.mean([one for one, _ in hits])), 3),
        "at_2": round(float(np.mean([two for _, two in hits])), 3),
        "recall": round(float(np.mean(recall)), 3),
        "chance": round(float(given.mean()), 3),
        "commonest": round(float(shares[0]), 3),
    }


def _import(space: Workspace, case: Case, path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["id", "text"])
        writer.writerows((f"d{place}", text) for place, text in enumerate(case.texts))
    import_corpus(space, case.name, read_documents(path), About())


def _rows(relative: str) -> list[dict[str, str]]:
    with data_file(relative).open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def _encoders(lang: str) -> dict[str, str]:
    """Return the ways to compare: by words, by meaning, and by MiniLM where that can be had."""
    ways = {"words": "", "core": MEANING}
    with suppress(ExtraMissingError):
        choose_encoder(MINILM)
        ways |= {"transformers": MINILM} if lang == "en" else {}
    return ways


def main() -> None:
    options_of(__doc__).parse_args()
    result: dict[str, Any] = {}
    cases: tuple[Callable[[], Case], ...] = (cdcp, csta, ottensen)
    print(f"{'corpus':10} {'how':12} {'n':>5}  @1    @2    recall  chance  commonest code")
    for make in cases:
        case = make()
        ways = _encoders(case.lang)
        figures = {how: measure(case, encoder) for how, encoder in ways.items()}
        result[case.name] = {"transformers": None, **figures}
        for how, one in figures.items():
            print(
                f"{case.name:10} {how:12} {one['n']:5}  {one['at_1']:.3f} {one['at_2']:.3f} "
                f"{one['recall']:.3f}   {one['chance']:.3f}   {one['commonest']:.3f}"
            )
    print(json.dumps(result))


if __name__ == "__main__":
    main()
