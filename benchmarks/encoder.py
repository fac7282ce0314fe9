"""What a sentence encoder costs on this computer.

Word pieces a second of processor time through the whole encoder, in float32 and bfloat16 and on one
and two threads; through a step of fine-tuning; and what that makes of four fits of two epochs to
4,000 units of 96 word pieces on two cores that do nothing else.
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
    fit_on_ground,
    make_ground,
)
from textmine.classify.learning.encoder_member import encoder_input
from textmine.nlp.encoders import choose_transformer
from textmine.nlp.encoders.precision import in_bfloat16, products

LENGTH, ROWS = 96, 8
UNITS, EPOCHS, FITS = 4_000, 2, 3
"""Three folds of two thirds, and one fit on all: three times all units, an epoch."""


def training_units() -> tuple[list[str], list[str], np.ndarray]:
    """Return the training units of CDCP, their neighbours, and codes (as marks)."""
    with data_file("cdcp/units.csv").open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["split"] == "train"]
    rows = [row for row in rows if row["doc_id"] != "00411"]
    documents = sorted({row["doc_id"] for row in rows})
    threads = [[row for row in rows if row["doc_id"] == document] for document in documents]
    rows = [row for thread in threads for row in thread]
    names = [[str(place) for place, _ in enumerate(thread)] for thread in threads]
    first, second = encoder_input([row["text"] for row in rows], neighbourhood(names))
    codes = sorted({row["label"] for row in rows})
    return first, second, np.array([[row["label"] == code for code in codes] for row in rows])


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
    part, about half.
    """
    first, second, gold = training_units()
    letters = [len(own) + len(beside) for own, beside in zip(first, second, strict=True)]
    one = int(np.argsort(letters)[len(letters) // 2])
    texts = first[one : one + 1] * n_units, second[one : one + 1] * n_units
    ground = make_ground(*texts, choose_transformer(folder))
    ground = replace(ground, options=replace(ground.options, epochs=1))
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


def main() -> None:
    options = options_of(__doc__)
    options.add_argument("--encoder", metavar="FOLDER", required=True)
    folder = options.parse_args().encoder
    through = speed(folder)
    result: dict[str, Any] = {
        "encoder": choose_transformer(folder).told,
        "bfloat16": in_bfloat16(),
        "pieces_per_processor_s": through,
        "budget": budget(folder, max(through.values())),
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
