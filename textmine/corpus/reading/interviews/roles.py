"""Who asks in interviews: told by the label, or named; where neither says it, it is asked for."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from textmine.corpus.reading.interviews.transcript import Transcript
from textmine.corpus.reading.interviews.words import folded, says_answerer, says_interviewer
from textmine.errors import InputError, did_you_mean

NOBODY = "-"
"""What is named where nobody asks, as in a group that talks among itself."""

_SHOWN = 5
_QUESTION_SIGNS = ("?", "？", "؟")


@dataclass(frozen=True)
class Roles:
    """Interview -> the folded labels of those who ask in it, and sentences on how that is known."""

    interviewers: Mapping[str, frozenset[str]]
    remarks: list[str]


def roles_in(transcripts: Mapping[str, Transcript], named: Sequence[str] = ()) -> Roles:
    """Return who asks in each interview; keys of `transcripts` are their names.

    Those who were `named` ask wherever they speak ("-": nobody asks). Elsewhere a label says it,
    such as "Interviewer", "INT 2", "Q", or all others are called "Participant" or the like. Raises
    InputError where two or more people speak, nothing says who asks, and nobody was named; and for
    a name that speaks nowhere.
    """
    wanted = {folded(name) for name in named} - {NOBODY}
    _refuse_unknown(transcripts, named)
    nobody = NOBODY in named
    asking: dict[str, frozenset[str]] = {}
    by: Counter[tuple[str, str]] = Counter()
    unclear: list[str] = []
    silent: list[str] = []
    for name, transcript in transcripts.items():
        speakers = transcript.speakers()
        keys = {folded(speaker): speaker for speaker in speakers}
        named_keys = wanted & keys.keys()
        labelled_keys = {key for key in keys if says_interviewer(key)}
        left = {key for key in keys if not says_answerer(key)}
        how = (
            "as named"
            if named_keys
            else "by the label"
            if labelled_keys
            else "as the only other speaker"
        )
        chosen = named_keys or labelled_keys or (left if len(left) == 1 < len(keys) else set())
        asking[name] = frozenset() if nobody and not named_keys else frozenset(chosen)
        for key in asking[name]:
            by[keys[key], how] += 1
        if not asking[name] and len(keys) > 1:
            (silent if named else unclear).append(name)
    if unclear:
        raise _unclear(transcripts, unclear)
    return Roles(asking, [*_said(by), *_doubts(transcripts, asking), *_without(silent)])


def _said(by: Counter[tuple[str, str]]) -> list[str]:
    if not by:
        return []
    shown = [
        f"'{speaker[:40]}' {how}" + (f" in {n:,} interviews" if n > 1 else "")
        for (speaker, how), n in by.most_common(_SHOWN)
    ]
    more = f" and {len(by) - _SHOWN:,} more" if len(by) > _SHOWN else ""
    return [
        f"taken for interviewers: {', '.join(shown)}{more} (--interviewer NAME takes others, "
        "--interviewer - nobody)"
    ]


def _doubts(
    transcripts: Mapping[str, Transcript], asking_keys: Mapping[str, frozenset[str]]
) -> list[str]:
    """Return a sentence where somebody else asks clearly more than who was taken for asking."""
    doubts: list[str] = []
    for name, transcript in transcripts.items():
        asking, turns = _asking(transcript)
        if not asking_keys[name] or not turns:
            continue
        theirs = max(_share(asking, turns, key) for key in asking_keys[name])
        others = [key for key in turns if key not in asking_keys[name] and asking[key] > 2]
        top = max(others, key=lambda key: _share(asking, turns, key), default=None)
        if top is not None and _share(asking, turns, top) > max(2 * theirs, 0.4):
            doubts.append(
                f"{name}: {asking[top]:,} of {turns[top]:,} turns of '{_called(transcript, top)}' "
                "end with a question mark, more than of who is taken for the interviewer"
            )
    more = len(doubts) - _SHOWN
    return [*doubts[:_SHOWN], *([f"and {more:,} more interviews like this"] if more > 0 else [])]


def _without(silent: Sequence[str]) -> list[str]:
    if not silent:
        return []
    some = ", ".join(silent[:_SHOWN]) + (", …" if len(silent) > _SHOWN else "")
    are = "interview has" if len(silent) == 1 else "interviews have"
    return [f"{len(silent):,} {are} no interviewer, all turns are answers: {some}"]


def _refuse_unknown(transcripts: Mapping[str, Transcript], named: Sequence[str]) -> None:
    spelt = {
        folded(speaker): speaker
        for transcript in transcripts.values()
        for speaker in transcript.speakers()
    }
    for name in named:
        if name != NOBODY and folded(name) not in spelt:
            raise InputError(
                f"'{name[:60]}' speaks in no interview.",
                hint=did_you_mean(name, spelt.values()) if spelt else "No speaker was found.",
            )


def _unclear(transcripts: Mapping[str, Transcript], unclear: Collection[str]) -> InputError:
    lines = []
    for name in list(unclear)[:_SHOWN]:
        asking, turns = _asking(transcripts[name])
        shown = [
            f"'{_called(transcripts[name], key)}' ({asking[key]:,} of {n:,} turns end "
            "with a question mark)"
            for key, n in turns.most_common(_SHOWN)
        ]
        more = f" and {len(turns) - _SHOWN:,} more" if len(turns) > _SHOWN else ""
        lines.append(f"  {name}: {', '.join(shown)}{more}")
    if len(unclear) > _SHOWN:
        lines.append(f"  … and {len(unclear) - _SHOWN:,} more")
    which = f" in {len(unclear):,} of {len(transcripts):,} interviews"
    return InputError(
        f"Nothing says who asks and who answers{which if len(transcripts) > 1 else ''}:\n"
        + "\n".join(lines),
        hint="\nName who asks: --interviewer NAME (again for each person), or --interviewer - if "
        "nobody does. If these are no interviews: --reader folder, or the reader of the file.",
    )


def _asking(transcript: Transcript) -> tuple[Counter[str], Counter[str]]:
    """Return how many turns of each speaker end with a question mark, and how many there are."""
    asking: Counter[str] = Counter()
    turns: Counter[str] = Counter()
    for turn in transcript.turns:
        if turn.speaker:
            key = folded(turn.speaker)
            turns[key] += 1
            asking[key] += turn.text.rstrip(" \t\n\"'”»)").endswith(_QUESTION_SIGNS)
    return asking, turns


def _share(asking: Counter[str], turns: Counter[str], key: str) -> float:
    return asking[key] / turns[key] if turns[key] else 0.0


def _called(transcript: Transcript, key: str) -> str:
    return next(turn.speaker for turn in transcript.turns if folded(turn.speaker) == key)[:40]
