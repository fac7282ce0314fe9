"""What a sentence encoder costs on this computer, and how much of it is worth training.

Speed: word pieces a second of processor time through the whole encoder, in float32 and bfloat16 and
on one and two threads; through a step of fine-tuning; and what that makes of four fits of three
epochs to 4,000 units of 96 word pieces on two cores that do nothing else.

`--probe` chooses: training documents of CDCP only, one of three folds held out, the rest learned
from with early stopping, for each number of trained layers and rate of learning. The test documents
are never read. Half an hour or so with all-mpnet-base-v2 on two cores.
"""

from __future__ import annotations

import csv
import json
import time
from dataclasses import replace
from itertools import product
from typing import Any

import numpy as np
from data import data_file
from options import options_of

from textmine.classify.features.columns import neighbourhood
from textmine.classify.learning.encoder import (
    EncoderOptions,
    fit_on_ground,
    make_ground,
    score_on_ground,
)
from textmine.classify.learning.encoder_member import encoder_input
from textmine.classify.learning.encoder_steps import agreement_of
from textmine.classify.learning.problem import assign_folds
from textmine.nlp.encoders import choose_transformer
from textmine.nlp.encoders.precision import in_bfloat16, products

LENGTH, ROWS = 96, 8
UNITS, EPOCHS, FITS = 4_000, 3, 3
"""Three folds of two thirds, and one fit on all: three times all units, an epoch."""

LAYERS, RATES = (1, 2, 3), (1e-4, 2e-4, 4e-4)


def training_units() -> tuple[list[str], list[str], np.ndarray, np.ndarray]:
    """Return the training units of CDCP, their neighbours, codes (as marks) and documents."""
    with data_file("cdcp/units.csv").open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["split"] == "train"]
    rows = [row for row in rows if row["doc_id"] != "00411"]
    documents = sorted({row["doc_id"] for row in rows})
    threads = [[row for row in rows if row["doc_id"] == document] for document in documents]
    rows = [row for thread in threads for row in thread]
    names = [[str(place) for place, _ in enumerate(thread)] for thread in threads]
    first, second = encoder_input([row["text"] for row in rows], neighbourhood(names))
    codes = sorted({row["label"] for row in rows})
    gold = np.array([[row["label"] == code for code in codes] for row in rows])
    return first, second, gold, np.array([documents.index(row["doc_id"]) for row in rows])


def speed(folder: str) -> dict[str, float]:
    """Return word pieces a second of processor time through the whole encoder."""
    import torch
    from transformers import AutoModel

    where = str(choose_transformer(folder).transformer)
    body: Any = AutoModel.from_pretrained(where, local_files_only=True, dtype="float32").eval()
    pieces = torch.randint(5, 1000, (ROWS, LENGTH))
    found = {}
    for threads, fast in product((1, 2), (False, True)):
        torch.set_num_threads(threads)
        with torch.inference_mode(), products(fast):
            body(input_ids=pieces)
            begin = time.process_time()
            body(input_ids=pieces)
        name = f"{'bfloat16' if fast else 'float32'}, {threads} threads"
        found[name] = round(pieces.numel() / (time.process_time() - begin), 1)
        print(f"{name}: {found[name]} word pieces a second of processor time", flush=True)
    return found


def budget(folder: str, through: float, n_units: int = 64) -> dict[str, float]:
    """Return what an epoch costs, by one training unit many times over, and the whole with it.

    `through` are word pieces a second through the whole encoder, of which the frozen layers are a
    part.
    """
    first, second, gold, _ = training_units()
    letters = [len(own) + len(beside) for own, beside in zip(first, second, strict=True)]
    one = int(np.argsort(letters)[len(letters) // 2])
    options = EncoderOptions(epochs=1, holdout=0.0)
    texts = first[one : one + 1] * n_units, second[one : one + 1] * n_units
    ground = make_ground(*texts, choose_transformer(folder), options)
    units = np.arange(n_units)
    begin = time.process_time()
    fit_on_ground(ground, units, gold[:n_units], labels="single", groups=units)
    epoch = sum(len(row.pieces) for row in ground.rows) / (time.process_time() - begin)
    total = UNITS * LENGTH * (1 / through + EPOCHS * FITS / epoch)
    found = {
        "trained_layers": ground.options.trained_layers,
        "epoch_pieces_per_s": round(epoch, 1),
        "minutes_on_two_cores": round(total / 2 / 60, 1),
    }
    print(found, flush=True)
    return found


def probe(folder: str) -> list[dict[str, float]]:
    """Return how each number of layers and rate does on documents of the training part held out."""
    first, second, gold, groups = training_units()
    out = assign_folds(gold, groups, 3, 42) == 0
    inside = np.flatnonzero(~out)
    found = []
    for n_layers in LAYERS:
        start = choose_transformer(folder)
        ground = make_ground(first, second, start, EncoderOptions(trained_layers=n_layers))
        for rate in RATES:
            options = replace(ground.options, learning_rate=rate)
            begin = time.process_time()
            model = fit_on_ground(
                replace(ground, options=options),
                inside,
                gold[inside],
                labels="single",
                groups=groups[inside],
            )
            scores = score_on_ground(ground, model, np.flatnonzero(out))
            one = {
                "layers": n_layers,
                "rate": rate,
                "epochs": model.epochs,
                "agreement": round(agreement_of(scores, gold[out], "single"), 4),
                "processor_s": round(time.process_time() - begin, 1),
            }
            print(one, flush=True)
            found.append(one)
    return found


def main() -> None:
    options = options_of(__doc__)
    options.add_argument("--encoder", metavar="FOLDER", required=True)
    options.add_argument("--probe", action="store_true", help="choose layers and rate, too")
    asked = options.parse_args()
    folder = asked.encoder
    through = speed(folder)
    result: dict[str, Any] = {
        "encoder": choose_transformer(folder).told,
        "bfloat16": in_bfloat16(),
        "pieces_per_processor_s": through,
        "budget": budget(folder, max(through.values())),
        "probe": probe(folder) if asked.probe else None,
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
