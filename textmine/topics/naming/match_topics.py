"""Which topic of a refit is which topic of the model that stood there before."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from textmine.arrays import Floats
from textmine.topics.judging.stability import LIKE, Refit, likeness, units_alike
from textmine.topics.listing import free_ids


@dataclass(frozen=True)
class Identities:
    """The ids of the topics of a refit, and what became of the former ones.

    `kept` are ids of former topics that a topic of the refit is like (.5 or more, see `Stability`);
    `new` the ids given to the others, `vanished` former ids that none has. `merged` holds (former
    id, id) of vanished topics whose units mostly went to one topic, `split` (id, former id) of new
    topics whose units mostly come from one. A vanished topic whose units went to several new ones
    is split, not merged. `given` are all ids given so far.
    """

    ids: tuple[str, ...]
    kept: tuple[str, ...]
    new: tuple[str, ...] = ()
    vanished: tuple[str, ...] = ()
    merged: tuple[tuple[str, str], ...] = ()
    split: tuple[tuple[str, str], ...] = ()
    given: tuple[str, ...] = ()

    @property
    def sentences(self) -> list[str]:
        """What changed, a sentence each; empty when every topic is an old one."""
        joined = _gathered((into, former) for former, into in self.merged)
        parts = _gathered((former, fresh) for fresh, former in self.split)
        sentences = []
        for into, formers in joined.items():
            if into in self.kept:
                sentences.append(f"{_listed(formers)} went into {into}.")
            elif len(formers) > 1:
                sentences.append(f"{_listed(formers)} were merged into {into}, which is new.")
            else:
                sentences.append(f"{formers[0]} changed so much that it is {into} now.")
        for former, fresh in parts.items():
            if former in self.kept:
                sentences.append(f"{_listed(fresh)} {_is(fresh)} new, split from {former}.")
            elif len(fresh) > 1:
                sentences.append(f"{former} was split into {_listed(fresh)}, which are new.")
        told_ids = {identity for pair in (*self.merged, *self.split) for identity in pair}
        sentences += [
            f"{identity} is not there any more."
            for identity in self.vanished
            if identity not in told_ids
        ]
        sentences += [f"{identity} is new." for identity in self.new if identity not in told_ids]
        return sentences


def identify(
    former: Refit, former_ids: Sequence[str], fresh: Refit, used: Sequence[str] = ()
) -> Identities:
    """Give each topic of a refit the id of the former topic that it is, or the next free one.

    Both fits are seen on the same units. Topics are matched by the Hungarian method on their
    likeness in words and units; `used` are ids that were given ever before, and are not given
    again.
    """
    from scipy.optimize import linear_sum_assignment

    alike = likeness(fresh, former)
    rows, columns = linear_sum_assignment(-alike)
    id_of = {
        int(row): former_ids[column]
        for row, column in zip(rows, columns, strict=True)
        if alike[row, column] >= LIKE
    }
    free = free_ids({*former_ids, *used})
    new = {}
    for row in range(len(fresh.tops)):
        if row not in id_of:
            new[row] = next(free)
    ids = tuple(id_of.get(row) or new[row] for row in range(len(fresh.tops)))
    shared = units_alike(fresh, former)
    vanished = [
        index for index, identity in enumerate(former_ids) if identity not in id_of.values()
    ]
    split = [
        (ids[row], former_ids[int(shared[row].argmax())])
        for row in new
        if _strongest(shared[row]) >= LIKE
    ]
    parts = Counter(source for _, source in split)
    merged = [
        (former_ids[index], ids[int(shared[:, index].argmax())])
        for index in vanished
        if parts[former_ids[index]] < 2 and _strongest(shared[:, index]) >= LIKE
    ]
    merged_into = {into for _, into in merged}
    split = [
        (identity, source)
        for identity, source in split
        if identity not in merged_into and (source in id_of.values() or parts[source] > 1)
    ]
    return Identities(
        ids,
        tuple(sorted(id_of.values())),
        tuple(new.values()),
        tuple(former_ids[index] for index in vanished),
        tuple(merged),
        tuple(split),
        tuple(sorted({*former_ids, *used, *ids})),
    )


def _gathered(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Return the second ones of pairs by their first."""
    by_first: dict[str, list[str]] = {}
    for key, second in pairs:
        by_first.setdefault(key, []).append(second)
    return by_first


def _listed(ids: Sequence[str]) -> str:
    *most, last = sorted(ids)
    return f"{', '.join(most)} and {last}" if most else last


def _is(ids: Sequence[str]) -> str:
    return "are" if len(ids) > 1 else "is"


def _strongest(values: Floats | Floats) -> float:
    return float(values.max(initial=0.0))
