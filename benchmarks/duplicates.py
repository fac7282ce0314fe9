"""How many planted campaign copies `corpus duplicates` finds among 100,000 messages.

Real texts (hand-coded comments, citizens' statements, manifesto sentences) stand once each; whole
comments are the letters of campaigns, of which copies are planted until there are 100,000 messages:
40 % word for word (other case, spaces and marks), 35 % with 1 to 8 % of the words changed, 25 %
with one to twelve sentences before or behind the whole letter. These are sentences of other
comments with a sixth of their words changed, so that no two people add the same. Campaigns have
from 2 to thousands of copies. Two messages are a true pair when they are of one campaign, or have
the same words. Real texts that are nearly the same by themselves count as errors, so precision is a
lower limit. A pair is found when both are in one group. Beside all pairs, in which the few largest
campaigns outweigh the rest, stands the mean of the recall over the true groups. The baseline finds
the same words alone. The last line is for all pairs.
"""

from __future__ import annotations

import csv
import json
import random
import re
import time
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

from data import data_file
from options import options_of

from textmine.corpus.duplicates import find_duplicates, find_edits

N, CAMPAIGNS, SEED = 100_000, 300, 7
WORDS = re.compile(r"\w+")
KINDS, WEIGHTS = ("exact", "near", "with additions"), (0.40, 0.35, 0.25)


@dataclass(frozen=True)
class Message:
    """A text, the campaign it is planted for (None: it is real and on its own), and how."""

    text: str
    campaign: int | None
    how: str


def column(relative: str, name: str) -> list[str]:
    with data_file(relative).open(encoding="utf-8-sig", newline="") as stream:
        return [row[name] for row in csv.DictReader(stream)]


def real_texts() -> tuple[list[str], list[str], list[str]]:
    """Return letters, sentences that people add to them, and messages on their own."""
    draw = random.Random(SEED)
    documents = dict(
        zip(
            column("cdcp/documents.csv", "doc_id"),
            column("cdcp/documents.csv", "text"),
            strict=True,
        )
    )
    documents.pop("00411", None)  # repeats 00410
    fit = [doc for doc, text in documents.items() if 20 <= len(WORDS.findall(text)) <= 300]
    letters = set(draw.sample(fit, min(CAMPAIGNS, len(fit))))
    units = zip(column("cdcp/units.csv", "doc_id"), column("cdcp/units.csv", "text"), strict=True)
    rest = [text.strip() for doc, text in units if doc in documents and doc not in letters]
    draw.shuffle(rest)
    added, alone = rest[: len(rest) // 3], rest[len(rest) // 3 :]
    root = data_file("polis_opendata/SOURCE.md").parent
    for path in sorted(root.glob("*/comments.csv")):
        alone += column(str(path.relative_to(root.parent)), "comment-body")
    alone += column("csta_uk_manifestos/sentences.csv", "text")
    return [documents[doc] for doc in sorted(letters)], added, [t for t in alone if t.strip()]


def marked(text: str, draw: random.Random) -> str:
    """The same words: other case, spaces or marks."""
    changes = (
        text,
        text.upper(),
        text.replace(", ", " "),
        re.sub(r"\s+", "\n", text),
        text.rstrip(".") + "!",
    )
    return draw.choice(changes)


def changed(text: str, share: float, vocabulary: Sequence[str], draw: random.Random) -> str:
    """A share of the words (one at least) left out, changed for a real one, or joined by one."""
    words = text.split()
    for _ in range(max(1, round(len(words) * share))):
        place = draw.randrange(len(words))
        new: list[str] = draw.choice(([], [draw.choice(vocabulary)]))
        words[place : place + draw.choice((0, 1) if new else (1,))] = new
    return " ".join(words)


def joined(text: str, added: Sequence[str], vocabulary: Sequence[str], draw: random.Random) -> str:
    """The whole letter with one to twelve sentences of one's own before or behind it."""
    chosen = draw.sample(added, draw.randint(1, 12))
    pieces = [changed(piece, 1 / 6, vocabulary, draw) for piece in chosen]
    cut = draw.randint(0, len(pieces))
    return " ".join((*pieces[:cut], text, *pieces[cut:]))


def messages() -> list[Message]:
    draw = random.Random(SEED)
    letters, added, alone = real_texts()
    vocabulary = [word for text in alone[:2_000] for word in text.split()]
    made = [Message(text, None, "alone") for text in alone]
    made += [Message(text, number, "letter") for number, text in enumerate(letters)]
    sizes = [1 / (1 + rank) for rank in range(len(letters))]
    ones = list(range(len(letters)))
    chosen = ones + draw.choices(ones, sizes, k=max(0, N - len(made) - len(ones)))
    for number in chosen:
        how = draw.choices(KINDS, WEIGHTS)[0]
        text = letters[number]
        if how == "exact":
            text = marked(text, draw)
        elif how == "near":
            text = changed(text, draw.uniform(0.01, 0.08), vocabulary, draw)
        else:
            text = joined(text, added, vocabulary, draw)
        made.append(Message(text, number, how))
    draw.shuffle(made)
    return made


def words_key(text: str) -> str:
    return " ".join(WORDS.findall(text.casefold()))


def truth_of(made: Sequence[Message]) -> list[Hashable]:
    """A label for each message, the same for a true pair."""
    campaign = {words_key(m.text): m.campaign for m in made if m.campaign is not None}
    return [
        words_key(m.text)
        if (number := m.campaign if m.campaign is not None else campaign.get(words_key(m.text)))
        is None
        else number
        for m in made
    ]


def pairs(labels: Iterable[Hashable]) -> int:
    return sum(size * (size - 1) // 2 for size in Counter(labels).values())


def score(truth: Sequence[Hashable], found: Sequence[Hashable]) -> tuple[float, float, float]:
    """Return recall and precision of pairs, and the mean recall over true groups of two or more."""
    both = pairs(zip(truth, found, strict=True))
    members: defaultdict[Hashable, list[Hashable]] = defaultdict(list)
    for label, group in zip(truth, found, strict=True):
        members[label].append(group)
    recalls = [
        pairs(groups) / pairs([0] * len(groups)) for groups in members.values() if len(groups) > 1
    ]
    return both / pairs(truth), both / max(1, pairs(found)), sum(recalls) / len(recalls)


def report(name: str, figures: tuple[float, float, float], seconds: float) -> None:
    recall, precision, mean = figures
    print(f"{name:34} {recall:7.4f} {precision:10.4f} {mean:16.4f} {seconds:8.1f}")


def main() -> None:
    options_of(__doc__).parse_args()
    made = messages()
    truth = truth_of(made)
    texts = [message.text for message in made]
    kinds = Counter(message.how for message in made)
    print(f"{len(made):,} messages: " + ", ".join(f"{n:,} {how}" for how, n in kinds.most_common()))
    print(f"{pairs(truth):,} true pairs\n")
    print(f"{'':34} {'recall':>7} {'precision':>10} {'mean of groups':>16} {'seconds':>8}")
    begin = time.perf_counter()
    exact = [words_key(text) for text in texts]
    report("same words (baseline)", score(truth, exact), time.perf_counter() - begin)
    begin = time.perf_counter()
    found = find_duplicates(texts)
    seconds = time.perf_counter() - begin
    groups: list[Hashable] = [("alone", place) for place in range(len(texts))]
    copies = list(groups)
    for group in found.groups:
        for place in group.members:
            groups[place] = group.number
        for place in group.copies:
            copies[place] = group.number
    report("exact and near (counted once)", score(truth, copies), seconds)
    figures = score(truth, groups)
    report("exact, near and quoted (groups)", figures, seconds)
    print("\nmessages of each kind in the group of their letter:")
    letter = {m.campaign: groups[i] for i, m in enumerate(made) if m.how == "letter"}
    for how in KINDS:
        hits = [groups[i] == letter[m.campaign] for i, m in enumerate(made) if m.how == how]
        print(f"  {how:15} {sum(hits) / len(hits):.4f}  n = {len(hits):,}")
    strays = sum(m.how == "alone" and isinstance(groups[i], int) for i, m in enumerate(made))
    print(f"  real messages that are in some group: {strays:,} of {kinds['alone']:,}")
    begin = time.perf_counter()
    n_edits = sum(1 for _ in find_edits(texts, found))
    print(f"  {n_edits:,} edits listed in {time.perf_counter() - begin:.1f} s more\n")
    print(
        json.dumps(
            {
                "messages": len(made),
                "seconds": round(seconds, 1),
                "recall": round(figures[0], 4),
                "precision": round(figures[1], 4),
            }
        )
    )


if __name__ == "__main__":
    main()
