"""A findings section of each study, true to its fixture, and the same with planted errors.

Every number and quotation that says something about the data stands between ⟦ and ⟧. `true_text`
takes the signs away; `planted` makes some of them wrong.
"""

# ruff: noqa: E501

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from tests.studies import forum
from tests.studies import interviews_002 as two
from tests.studies import interviews_003 as three

_CLAIM = re.compile(r"⟦([^⟦⟧]+)⟧")
_WORDS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty"
).split()


@dataclass(frozen=True)
class Planted:
    """A text with one error, and the words around it: what stood there, what stands there now."""

    text: str
    error: str


def true_text(marked: str) -> str:
    """Return a section as its authors wrote it."""
    return _CLAIM.sub(r"\1", marked)


def n_claims(marked: str) -> int:
    """Return how many numbers and quotations of a section can be made wrong."""
    return len(_CLAIM.findall(marked))


def planted(marked: str, which: int, seed: int) -> Planted:
    """Return a section in which one claim, counted from 0, is wrong."""
    claim = list(_CLAIM.finditer(marked))[which]
    said = _wrong(claim[1], np.random.default_rng(seed))
    before, behind = marked[: claim.start()], marked[claim.end() :]
    sentence = true_text(before)[-70:] + f"[{claim[1]} -> {said}]" + true_text(behind)[:40]
    return Planted(true_text(before + said + behind), " ".join(sentence.split()))


def _wrong(claim: str, draw: np.random.Generator) -> str:
    if " " in claim:
        words = claim.split(" ")
        long = [place for place, word in enumerate(words) if len(word) > 4 and word.isalpha()]
        words[long[int(draw.integers(len(long)))]] = ("hardly", "seldom", "gladly")[
            int(draw.integers(3))
        ]
        return " ".join(words)
    step = int(draw.integers(1, 10)) * (1 if draw.random() < 0.5 else -1)
    if claim.lower() in _WORDS:
        value = _WORDS.index(claim.lower())
        other = _WORDS[value + (abs(step) % 3 + 1) * (1 if value < 14 else -1)]
        return other.capitalize() if claim[0].isupper() else other
    value = float(claim)
    other = value + step if value + step > 0 else value + abs(step)
    return f"{other:.1f}" if "." in claim else f"{other:.0f}"


def _c(value: float) -> str:
    return f"⟦{value}⟧"


def _w(value: int) -> str:
    return f"⟦{_WORDS[value] if value < len(_WORDS) else value}⟧"


def _p(part: float, whole: float, places: int = 0) -> str:
    return f"⟦{100 * part / whole:.{places}f}⟧"


def _q(text: str) -> str:
    return f"“⟦{text}⟧”"


def _sentence(text: str, at: int = 0) -> str:
    """A sentence of six words or more of a text, on one line, its stop left out."""
    found = [
        one.strip(" .")
        for one in re.split(r"(?<=[.])\s+", text)
        if len(one.split()) >= 6 and "\n" not in one and not set(one) & set("\"“”'‘’[]>?!:;()")
    ]
    return found[min(at, len(found) - 1)]


def study_001() -> str:
    """Communicative practices: what was argued, by whom, with messages as evidence."""
    said, cells = forum.messages(), forum.cells()
    n = Counter(cells.values())
    by = {one: sum(v for cell, v in n.items() if one in cell) for one in "ABC123"}
    people = Counter(one.author for one in said)
    who = {
        cell: len({one.author for one in said if cells[one.id] == cell})
        for cell in ("A3", "B1", "C1")
    }
    threads = Counter(one.thread for one in said)
    longest = max(threads.values())
    first, second, third = (
        next(
            one
            for one in said
            if cells[one.id] == cell and len(one.text) > 300 and _usable(one.text)
        )
        for cell in ("A1", "A3", "B1")
    )
    return f"""# What the talk was for

For five months, from 2 September 2013 to 30 January 2014, {_c(len(people))} people left
{_c(len(said))} messages on the platform. They did so in {_c(len(threads))} discussions, the busiest
of which drew {_c(longest)} contributions.

## Orientation

Much of it was an honest effort to learn from each other. As many as {_p(by["A"], 131)} per cent of
all messages ({_c(by["A"])} of {_c(131)}) fall under knowledge sharing and co-creation, against
{_c(by["B"])} that pursue an end and a mere {_c(by["C"])} written for self-promotion and
representation. In terms of what was talked about, personal experiences, desires and feelings lead
with {_c(by["3"])} messages ({_p(by["3"], 131)} %), closely followed by the subject matter
({_c(by["1"])}; {_p(by["1"], 131)} %); norms and rules remain a side issue with {_c(by["2"])}.

Crossing both dimensions, A3 is the largest of the nine cells: it holds {_c(n["A3"])} postings, that
is {_p(n["A3"], 131)} % of the corpus, by {_c(who["A3"])} different authors. A1 comes next
(n = {_c(n["A1"])}). {_first(first)}

The cell B1 counts {_c(n["B1"])} messages from {_c(who["B1"])} participants. Those in B3 are fewer
({_c(n["B3"])}, or {_p(n["B3"], 131)} %). {_second(third)}

Cells of the bottom row are thin. C1 and C2 have {_w(n["C1"])} messages each, C3 has {_w(n["C3"])},
as many as B2, and A2 just {_w(n["A2"])}.

## A voice of one's own

{second.author} gives an example of the third domain (message {_c(int(second.id))}):

> {"⟦" + _sentence(second.text, 1) + "⟧"}
"""


def _usable(text: str) -> bool:
    try:
        return bool(_sentence(text, 1))
    except IndexError:
        return False


def _first(one: forum.Message) -> str:
    return (
        f"A typical instance of it is by {one.author}, who writes in Message {_c(int(one.id))}: "
        f"{_q(_sentence(one.text))}."
    )


def _second(one: forum.Message) -> str:
    return (
        f"{_q(_sentence(one.text))}, holds {one.author} (Message {_c(int(one.id))}, "
        f"{one.day}), with a clear end in view."
    )


def study_000() -> str:
    """Themes of the same forum with what each stands for, quoted by message number."""
    said, has = forum.messages(), forum.themes()
    author = {one.id: one.author for one in said}
    work, ties, ways = ([one.id for one in said if theme in has[one.id]] for theme in forum.THEMES)
    sizes = Counter(len(one) for one in has.values())
    lena, marco = (forum.coded_000()[coder] for coder in forum.CODERS_000)
    same = sum(set(lena[one]) == set(marco[one]) for one in has)
    text = {one.id: one.text for one in said}
    thread = {one.id: one.thread for one in said}
    quote = {
        name: next(one for one in ids if thread[one] in threads and _usable(text[one]))
        for name, ids, threads in (
            ("work", work, ("T02", "T12")),
            ("ties", ties, ("T04",)),
            ("ways", ways, ("T08",)),
        )
    }
    both = sum(set(forum.THEMES[:2]) <= set(one) for one in has.values())
    return f"""# Findings

Reading independently, Lena and Marco gave the same themes to {_c(same)} of the {_c(131)} messages;
the remaining {_c(131 - same)} were talked through. Afterwards {_c(131 - sizes[0])} messages carried
at least one theme and {_c(sizes[0])} carried none, while {_w(sizes[2])} messages belong to two themes.

**Collaborative workspaces** are taken up in {_c(len(work))} messages by
{_c(len({author[one] for one in work}))} of the participants. In one of them we read:
{_q(_sentence(text[quote["work"]]))} ({author[quote["work"]]}, message {_c(int(quote["work"]))}).
Absorptive capacity, which rests upon them, is thus at stake in {_p(len(work), 131)} % of what was
written.

**Business network resources** make up the widest theme. {_c(len(ties))} messages
({_p(len(ties), 131, 1)} %) from {_c(len({author[one] for one in ties}))} authors are concerned with
them; {_c(both)} of these speak about collaborative workspaces as well. As {author[quote["ties"]]}
puts it, {_q(_sentence(text[quote["ties"]]))} (message {_c(int(quote["ties"]))}).

**Pathways to internationalisation** were on the minds of {_c(len({author[one] for one in ways}))}
people, whose {_c(len(ways))} messages equal {_p(len(ways), 131, 1)} per cent.
{author[quote["ways"]]} remarked in message {_c(int(quote["ways"]))}:
{_q(_sentence(text[quote["ways"]]))}. Connective capacity shows in {_c(len(ties))} messages,
desorptive capacity in {_c(len(ways))}.
"""


def study_002() -> str:
    """Levels, communities and learning in four cases, counted in passages and interviews."""
    level, community = two.agreed("level"), two.agreed("community")
    symptom = two.agreed("learning_symptom")
    case = {one.id: one.case for one in two.answers()}
    talk = {one.id: one.interview for one in two.answers()}
    text = {one.id: one.text for one in two.answers()}
    at = {
        code: [one for one, codes in level.items() if code in codes]
        for code in ("I", "II", "III", "IV")
    }
    metal = sum(case[one] in "AB" for one in text)
    ict = len(text) - metal
    third = {side: sum(case[one] in side for one in at["III"]) for side in ("AB", "CD")}
    pull = [one for one, codes in community.items() if "locomotives" in codes]
    dead = [one for one, codes in community.items() if "dead-souls" in codes]
    n_symptoms = Counter(label for labels in symptom.values() for label in labels)
    first, second = at["II"][0], pull[1]
    sharing = [one for one in two.marks() if one.code == "sharing the lorry"]
    kinds = Counter(facts["kind"] for facts in two.people().values())
    return f"""# Results

The material consists of {_c(35)} interviews: {_w(7)} in cluster A, {_w(11)} in B, {_w(6)} in C and
{_w(11)} in D. Among the interviewees were {_c(kinds["firm"])} firms, {_w(kinds["coordinator"])}
coordinators, {_w(kinds["university"])} people from a university, {_w(kinds["authority"])} from an
authority, and {_w(kinds["bank"])} bank. Their {_c(len(text))} answers were coded on nine dimensions.

## Levels of cooperation

The levels are not reached equally often. Integration at unit level is spoken of in
{_c(len(at["I"]))} passages, allocation and integration at process level in {_c(len(at["II"]))},
impact on the environment in {_c(len(at["III"]))}, and creation at the organizational level in only
{_c(len(at["IV"]))} passages of {_c(len({talk[one] for one in at["IV"]}))} interviews. The last of
these does not occur in the metal clusters at all, whereas in cases C and D it makes up
{_p(len(at["IV"]), ict)} % of the {_c(ict)} passages. Level III was coded {_c(third["AB"])} times in
metal and {_c(third["CD"])} times in ICT.

One respondent of case {case[first]} described the second level in these words:
{_q(_sentence(text[first]))} ({talk[first]}).

## Members of the community

Locomotives were found in {_c(len(pull))} passages, all of them at level IV, in
{_c(len({talk[one] for one in pull}))} interviews. {talk[second]} said: {_q(_sentence(text[second]))}.
Dead souls appear in {_c(len(dead))} passages, drawn from {_c(len({talk[one] for one in dead}))} of
the 35 interviews.

## Learning

Demonstrating was reported by the sender {_c(n_symptoms["demonstrating:sender"])} times, by the
recipient {_c(n_symptoms["demonstrating:recipient"])} times. Motivating is noted for
{_c(n_symptoms["motivating:sender"] + n_symptoms["motivating:recipient"])} passages; educating for
{_c(n_symptoms["educating:sender"] + n_symptoms["educating:recipient"])}.

In the first, open round Irena marked {_c(sum(one.coder == "irena" for one in two.marks()))}
stretches of text and Jonas {_c(sum(one.coder == "jonas" for one in two.marks()))}. “Sharing the
lorry” alone was given to {_c(len({one.answer for one in sharing}))} answers.
"""


def study_003() -> str:
    """Gaps and interaction over two rounds, with what was left out."""
    kept = three.kept()
    of = {time: [one for one in kept if one.round == time] for time in three.ROUNDS}
    gap = {name: [one for one in kept if name in one.gaps] for name in three.GAPS}
    way = {name: [one for one in kept if name in one.interaction] for name in three.INTERACTION}
    inside = [one for one in kept if set(one.gaps) & set(three.ENDOGENOUS)]
    early, late = (
        [one for one in of[time] if "firm-to-global" in one.gaps] for time in three.ROUNDS
    )
    kinds = Counter(three.people().values())
    quote, other = gap["firm-to-capital"][0], gap["firm-to-public"][2]
    widest = way["relationship-atmosphere"]
    return f"""# Conclusions drawn and verified

Our data stem from {_c(58)} interviews with {_c(len(three.people()))} respondents, of whom
{_c(kinds["firm"])} work in firms, {_w(kinds["university"])} at universities,
{_w(kinds["public body"])} in public bodies and {_w(kinds["cluster organization"])} in the cluster
organization. Of {_c(348)} passages {_c(32)} were set aside ({_c(21)} as small talk, {_c(11)} because
they repeat the sheet), which leaves {_c(len(kept))}: {_c(len(of["2017-19"]))} of the first round and
{_c(len(of["2021"]))} of 2021.

## The gaps

Endogenous gaps were raised in {_c(len(inside))} passages, or {_p(len(inside), len(kept))} % of those
coded. Within them firm-to-public ({_c(len(gap["firm-to-public"]))}) and firm-to-other-clusters
({_c(len(gap["firm-to-other-clusters"]))}) stand out, while firm-to-capital is the smallest one with
{_c(len(gap["firm-to-capital"]))} passages in {_c(len({one.interview for one in gap["firm-to-capital"]}))}
interviews. On capital, {quote.person} was brief:
{_q(three.GAPS["firm-to-capital"].strip("."))}. A respondent of another kind complained that
{_q(other.text[: other.text.index(three.GAPS["firm-to-public"])] + three.GAPS["firm-to-public"].strip("."))}
({other.person}).

The gap firm-to-global deserves a closer look. It was mentioned in {_c(len(early))} passages between
2017 and 2019 ({_p(len(early), len(of["2017-19"]))} %) but in {_c(len(late))} passages in 2021
({_p(len(late), len(of["2021"]))} %), by {_c(len({one.person for one in (*early, *late)}))} people in
total.

## Interaction

Relationship atmosphere comes up in {_c(len(widest))} passages from
{_c(len({one.interview for one in widest}))} interviews. No less is said about the relationship
environment ({_c(len(way["relationship-environment"]))}); then come interaction parties
({_c(len(way["interaction-parties"]))}) and the interaction process
({_c(len(way["interaction-process"]))}).
"""


STUDIES: Mapping[str, Callable[[], str]] = {
    "000": study_000,
    "001": study_001,
    "002": study_002,
    "003": study_003,
}


def two_hundred() -> Iterator[tuple[str, Planted]]:
    """Yield 200 texts with an error, 50 a study, every claim at least once."""
    for number, (study, section) in enumerate(STUDIES.items()):
        marked = section()
        n = n_claims(marked)
        for turn in range(50):
            yield study, planted(marked, turn % n, 1000 * number + turn)
