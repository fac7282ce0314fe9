"""The ways in which clusters change groups, or groups change places inside people."""

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import combinations, permutations, product
from math import comb, factorial, prod
from typing import Self

import numpy as np

from textmine.arrays import Floats, Ints
from textmine.stats.totals import divide

_PILOT = 99
_MOST_WAYS = 10**15


class GroupMoves(ABC):
    """Differences between groups as found, and as they are in other assignments."""

    n_left_out: int = 0

    @property
    @abstractmethod
    def n_ways(self) -> int:
        """All different assignments, cut at 10^15."""

    @property
    @abstractmethod
    def n_same(self) -> int:
        """Assignments that are the one found but for the names of groups."""

    @property
    @abstractmethod
    def n_moved(self) -> int:
        """The clusters or people that take part."""

    @property
    @abstractmethod
    def reason(self) -> str:
        """Why nothing can change places; empty where something can."""

    @property
    @abstractmethod
    def varies(self) -> np.ndarray:
        """Whether there is anything to test in a code, (n_codes,)."""

    @abstractmethod
    def _found(self) -> Ints: ...

    @abstractmethod
    def _all(self) -> Iterator[Ints]: ...

    @abstractmethod
    def _draw(self, rng: np.random.Generator) -> Ints: ...

    @abstractmethod
    def _pairs(self, assigned: Ints) -> tuple[Floats, Floats]:
        """Return the difference of each pair of groups and its variance, (n_pairs, n_codes)."""

    @property
    def differences(self) -> Floats:
        """The differences that were found, (n_pairs, n_codes)."""
        return self._pairs(self._found())[0]

    def apart(self, n: int | None, seed: int) -> Iterator[Floats]:
        """Yield the statistics (n_codes,) that were found, then of n draws, or of all (None)."""
        rng = np.random.default_rng([seed, 1])
        assignment = self._found()
        pilot = [self._pairs(self._draw(rng))[0] for _ in range(_PILOT)]
        spread = np.nan_to_num(np.nanvar(pilot, axis=0))

        def statistic(assigned: Ints) -> Floats:
            values, variances = self._pairs(assigned)
            return np.asarray(
                np.sqrt(np.nansum(divide(values**2, variances + spread), axis=0)), dtype=np.float64
            )

        yield statistic(assignment)
        if n is not None:
            rng = np.random.default_rng([seed, 2])
            yield from (statistic(self._draw(rng)) for _ in range(n))
            return
        seen = False
        for assigned in self._all():
            if not seen and (assigned == assignment).all():
                seen = True
            else:
                yield statistic(assigned)


@dataclass(frozen=True)
class WholeMoves(GroupMoves):
    """Clusters of one group each, that change groups as wholes.

    `totals` (n_clusters, 2 + 3 n_codes) are the units m of each cluster, m^2, and by code the units
    h that have it, h^2 and h m; `group` (n_clusters,) is the group of each.
    """

    totals: Floats
    group: Ints
    n_groups: int

    @classmethod
    def of(cls, y: Floats, group: Ints, clusters: Ints) -> Self:
        """Add up `y` (n_units, n_codes) by `clusters`, which count from 0."""
        _, first = np.unique(clusters, return_index=True)
        size = np.bincount(clusters).astype(np.float64)[:, None]
        hits = np.zeros((len(first), y.shape[1]))
        np.add.at(hits, clusters, y)
        totals = np.hstack([size, size**2, hits, hits**2, hits * size])
        return cls(totals, group[first], int(group.max()) + 1)

    @property
    def n_moved(self) -> int:
        """The clusters or people that take part."""
        return len(self.group)

    @property
    def n_ways(self) -> int:
        """All different assignments, cut at 10^15."""
        ways, left = 1, self.n_moved
        for size in np.bincount(self.group).tolist():
            ways = min(ways * comb(left, size), _MOST_WAYS)
            left -= size
        return ways

    @property
    def n_same(self) -> int:
        """Assignments that are the one found but for the names of groups."""
        return prod(factorial(size) for size in Counter(np.bincount(self.group).tolist()).values())

    @property
    def reason(self) -> str:
        """Why nothing can change places; empty where something can."""
        return (
            "Each cluster is a group of its own: whole clusters cannot change places."
            if self.n_moved == self.n_groups
            else ""
        )

    @property
    def varies(self) -> np.ndarray:
        """Whether there is anything to test in a code, (n_codes,)."""
        n = (self.totals.shape[1] - 2) // 3
        hits = self.totals[:, 2 : 2 + n].sum(axis=0)
        return np.asarray((hits > 0) & (hits < self.totals[:, 0].sum()))

    def _found(self) -> Ints:
        return self.group

    def _draw(self, rng: np.random.Generator) -> Ints:
        return rng.permutation(self.group)

    def _all(self) -> Iterator[Ints]:
        left = np.bincount(self.group).tolist()
        assignment: list[int] = []

        def rest() -> Iterator[Ints]:
            if len(assignment) == self.n_moved:
                yield np.array(assignment)
                return
            for group in range(self.n_groups):
                if left[group]:
                    left[group] -= 1
                    assignment.append(group)
                    yield from rest()
                    assignment.pop()
                    left[group] += 1

        return rest()

    def _pairs(self, assigned: Ints) -> tuple[Floats, Floats]:
        sums = (assigned == np.arange(self.n_groups)[:, None]).astype(np.float64) @ self.totals
        n = (self.totals.shape[1] - 2) // 3
        size, squares = sums[:, :1], sums[:, 1:2]
        hits, hits_squared, products = (sums[:, 2 + i * n : 2 + (i + 1) * n] for i in range(3))
        share = hits / size
        clusters = np.bincount(assigned, minlength=self.n_groups)[:, None]
        apart = np.maximum(hits_squared - 2 * share * products + share**2 * squares, 0)
        variance = apart / size**2 * clusters / np.maximum(clusters - 1, 1)
        a, b = _pairs_of(self.n_groups)
        return share[a] - share[b], variance[a] + variance[b]


@dataclass(frozen=True)
class PairedMoves(GroupMoves):
    """People who have units in two groups or more, whose groups change places inside them.

    `shares` (n_people, n_groups, n_codes) are those of the units of a person in a group, nan where
    there are none; an assignment is (n_people, n_groups), the group whose shares stand there.
    """

    shares: Floats
    n_left_out: int

    @classmethod
    def of(cls, y: Floats, group: Ints, people: Ints) -> Self:
        """Average `y` (n_units, n_codes) by person and group."""
        person = np.unique(people, return_inverse=True)[1]
        n_groups = int(group.max()) + 1
        sums = np.zeros((int(person.max()) + 1, n_groups, y.shape[1]))
        sizes = np.zeros(sums.shape[:2])
        np.add.at(sums, (person, group), y)
        np.add.at(sizes, (person, group), 1)
        paired = (sizes > 0).sum(axis=1) > 1
        return cls(divide(sums, sizes[:, :, None])[paired], int((~paired).sum()))

    @property
    def n_moved(self) -> int:
        """The clusters or people that take part."""
        return len(self.shares)

    @property
    def _present(self) -> list[Ints]:
        there = ~np.isnan(self.shares[:, :, 0])
        return [np.flatnonzero(present_groups) for present_groups in there]

    @property
    def n_ways(self) -> int:
        """All different assignments, cut at 10^15."""
        ways = 1
        for groups in self._present:
            ways = min(ways * factorial(groups.size), _MOST_WAYS)
        return ways

    @property
    def n_same(self) -> int:
        """Assignments that are the one found but for the names of groups."""
        n_groups = self.shares.shape[1]
        return (
            factorial(n_groups) if all(groups.size == n_groups for groups in self._present) else 1
        )

    @property
    def reason(self) -> str:
        """Why nothing can change places; empty where something can."""
        return "" if self.n_moved else "Nobody has units in two groups: nothing can be paired."

    @property
    def varies(self) -> np.ndarray:
        """Whether there is anything to test in a code, (n_codes,)."""
        if not self.n_moved:
            return np.zeros(self.shares.shape[2], dtype=bool)
        apart = np.nanmax(self.shares, axis=1) - np.nanmin(self.shares, axis=1)
        return np.asarray((apart > 0).any(axis=0))

    def of_people(self, a: int, b: int) -> Floats:
        """Return the share in a less that in b, of people who have both: (n, n_codes)."""
        own = self.shares[:, a] - self.shares[:, b]
        return np.asarray(own[~np.isnan(own).any(axis=1)])

    def _found(self) -> Ints:
        return np.tile(np.arange(self.shares.shape[1]), (self.n_moved, 1))

    def _draw(self, rng: np.random.Generator) -> Ints:
        n_people, n_groups = self.shares.shape[:2]
        # Present groups come first and are shuffled; they are put where groups are present.
        there = ~np.isnan(self.shares[:, :, 0])
        drawn = np.argsort(np.where(there, rng.random(there.shape), 2), axis=1)
        places = np.argsort(~there, axis=1, kind="stable")
        assigned = np.empty((n_people, n_groups), dtype=np.int64)
        np.put_along_axis(assigned, places, drawn, axis=1)
        return assigned

    def _all(self) -> Iterator[Ints]:
        present = self._present
        for orders in product(*(list(permutations(groups.tolist())) for groups in present)):
            assigned = self._found()
            for person, order in enumerate(orders):
                assigned[person, present[person]] = order
            yield assigned

    def _pairs(self, assigned: Ints) -> tuple[Floats, Floats]:
        moved = np.take_along_axis(self.shares, assigned[:, :, None], axis=1)
        a, b = _pairs_of(self.shares.shape[1])
        own = moved[:, a] - moved[:, b]
        there = ~np.isnan(own)
        n = there.sum(axis=0)
        filled = np.where(there, own, 0)
        mean = divide(filled.sum(axis=0), n.astype(np.float64))
        apart = np.where(there, (own - mean) ** 2, 0).sum(axis=0)
        return mean, divide(apart, (n * np.maximum(n - 1, 1)).astype(np.float64))


@cache
def _pairs_of(n_groups: int) -> Ints:
    """Return the first and the second group of each pair, (2, n_pairs)."""
    return np.array(list(combinations(range(n_groups), 2))).T
