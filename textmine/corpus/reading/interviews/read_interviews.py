"""Read transcripts of interviews: a document a turn, questions apart from answers."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from textmine.corpus.reading.documents.document_text import WholeDocument, sections
from textmine.corpus.reading.documents.kinds import KINDS
from textmine.corpus.reading.documents.table import ReadFile, comments_on, pages_of, total
from textmine.corpus.reading.documents.table import remarks as remarks_on
from textmine.corpus.reading.forums.records import Record, as_table, some_of
from textmine.corpus.reading.interviews.cues import ENDINGS
from textmine.corpus.reading.interviews.files import looks_like_interviews, read_files
from textmine.corpus.reading.interviews.lines import stamp_at
from textmine.corpus.reading.interviews.roles import Roles, roles_in
from textmine.corpus.reading.interviews.transcript import Transcript, transcript_of
from textmine.corpus.reading.interviews.turns import Turn
from textmine.corpus.reading.interviews.words import folded
from textmine.corpus.reading.raw import Part, RawTable
from textmine.corpus.reading.reader import Reader, ReadOptions
from textmine.errors import InputError, RowProblem

QUESTION, ANSWER, HEADER = "question", "answer", "header"
"""What a turn is, in the column `turn`: of who asks, of who answers, of nobody."""

_SHOWN = 5


def read_interviews(path: Path, options: ReadOptions = ReadOptions()) -> RawTable:
    """Read a transcript, or a folder or .zip of them; each turn is a document of its interview.

    `author` is the speaker, `thread_id` the interview, `position` the place from 1 (0: what stands
    before the first speaker), `parent_id` of an answer the question before it. `turn` is question,
    answer or header; `start_time` and `end_time` are HH:MM:SS, `times` those between; `start` and
    `end` are code points of the file's text, `line` and `page` count from 1. Raises InputError
    where no file names a speaker, and where nothing says who asks in an interview.
    """
    files, notes = read_files(path, options)
    named = {folded(name) for name in options.interviewers}
    wholes = {file.identity: file for file in files if isinstance(file.result, WholeDocument)}
    transcripts = {
        name: transcript_of(file.name, file.result, named)
        for name, file in wholes.items()
        if isinstance(file.result, WholeDocument)
    }
    if transcripts and not any(_can_be_read(transcript) for transcript in transcripts.values()):
        raise InputError(
            f"{path.name} names no speakers, as in 'Anna: …' or '[00:01:02] Anna: …'.",
            hint="Label every turn, or read it as documents: --reader folder, or its kind.",
        )
    roles = roles_in(
        {name: transcript for name, transcript in transcripts.items() if transcript.speakers()},
        options.interviewers,
    )
    named_by_files = "{author}" in (options.from_name or "")
    return _table(path.name, files, transcripts, roles, notes, named_by_files)


def _can_be_read(transcript: Transcript) -> bool:
    """Return whether somebody speaks, or at least there are cues: nothing else reads those."""
    return bool(transcript.speakers()) or (transcript.form == "cues" and bool(transcript.turns))


def _table(
    source: str,
    files: Sequence[ReadFile],
    transcripts: dict[str, Transcript],
    roles: Roles,
    notes: Sequence[str],
    named_by_files: bool,
) -> RawTable:
    records: list[Record] = []
    numbers: list[int] = []
    parts: list[Part] = []
    problems: list[RowProblem] = []
    offset = 0
    for file in files:
        if isinstance(file.result, RowProblem):
            offset += 1
            problem = file.result.problem
            problems.append(RowProblem(offset, file.name, problem, cell=file.name))
            continue
        parts.append(Part(file.name, offset))
        asking = roles.interviewers.get(file.identity, frozenset())
        new = _records(file, file.result, transcripts[file.identity], asking)
        numbers += [offset + int(record["line"]) for record in new]
        records += new
        offset += file.result.text.count("\n") + 1
    wholes = [file.result for file in files if isinstance(file.result, WholeDocument)]
    totals = total(whole.counts for whole in wholes)
    encodings = ", ".join(sorted({whole.encoding for whole in wholes if whole.encoding}))
    facts = {"read as": "interview", "interviews": str(len(transcripts))}
    facts |= {"encoding": encodings} if encodings else {}
    sentences = [
        *_counted(records, len(transcripts), named_by_files),
        *roles.remarks,
        *_of_files(files, transcripts),
        *notes,
        *remarks_on(totals),
    ]
    table = as_table(source, records, facts, sentences, problems, numbers)
    own = frozenset(table.columns) - table.fields.keys()
    return replace(table, parts=tuple(parts), own=own)


def _records(
    file: ReadFile, whole: WholeDocument, transcript: Transcript, asking: frozenset[str]
) -> list[Record]:
    title = whole.properties.title
    if not title or stamp_at(title.lstrip("# ")) or stamp_at("#" + title):
        title = file.identity.rsplit("/", 1)[-1]
    paths = sections(whole.text, whole.headings) if whole.headings else []
    begins = [section.start for section in paths]
    records: list[Record] = []
    question = ""
    first_position = 0 if transcript.turns and not transcript.turns[0].speaker else 1
    width = max(3, len(str(len(transcript.turns))))
    for position, turn in enumerate(transcript.turns, start=first_position):
        identity = f"{file.identity}#{position:0{width}d}"
        kind = _kind(turn, transcript, asking)
        record = {
            "id": identity,
            "text": turn.text,
            "title": title,
            "author": turn.speaker,
            "thread_id": file.identity,
            "parent_id": question if kind == ANSWER else "",
            "source": file.name,
            "lang": whole.properties.language,
            "position": str(position),
            "turn": kind,
            "start_time": turn.since,
            "end_time": turn.until,
            "times": ", ".join(turn.times),
            "line": str(turn.line),
            "start": str(turn.start),
            "end": str(turn.end),
            "section": paths[max(bisect_right(begins, turn.start) - 1, 0)].path if paths else "",
            **pages_of(whole, turn.start, turn.end),
            "beside": turn.beside,
            "comments": _comments(whole, transcript.turns, position - first_position),
        }
        question = identity if kind == QUESTION else question
        records.append(record)
    return records


def _kind(turn: Turn, transcript: Transcript, asking: frozenset[str]) -> str:
    if not turn.speaker:
        return HEADER if transcript.speakers() else ""
    return QUESTION if folded(turn.speaker) in asking else ANSWER


def _comments(whole: WholeDocument, turns: Sequence[Turn], index: int) -> str:
    begin = turns[index].begin if index else 0
    stop = turns[index + 1].begin if index + 1 < len(turns) else len(whole.text) + 1
    return comments_on(whole, begin, stop)


def _counted(records: Sequence[Record], n_files: int, named_by_files: bool) -> list[str]:
    kinds = Counter(record["turn"] for record in records)
    speakers = Counter(record["author"] for record in records if record["author"])
    threads: dict[str, set[str]] = {}
    for record in records:
        threads.setdefault(record["author"], set()).add(record["thread_id"])
    sentences = [
        f"{_n(n_files, 'interview')}, {_n(kinds[QUESTION] + kinds[ANSWER], 'turn')}: "
        f"{_n(kinds[QUESTION], 'question')}, {_n(kinds[ANSWER], 'answer')} (meta.turn)"
    ]
    most = [f"{name[:40]} ({_n(n, 'turn')})" for name, n in speakers.most_common()]
    sentences.append(f"{_n(len(speakers), 'speaker')}: {some_of(most)}")
    if kinds[HEADER]:
        sentences.append(
            f"{_n(kinds[HEADER], 'stretch', 'es')} that nobody says, such as titles and facts "
            f"above the first speaker, kept without an author (meta.turn {HEADER})"
        )
    shared = [name for name in speakers if len(threads[name]) > 1]
    answering = {record["author"] for record in records if record["turn"] == ANSWER}
    alike = [name for name in shared if name in answering]
    if alike and not named_by_files:
        sentences.append(
            f"answering in several interviews: {some_of([name[:40] for name in alike])}; if these "
            "are other people each time, count interviews, not authors (--from-name takes authors "
            "from the names of files)"
        )
    return sentences


def _of_files(files: Sequence[ReadFile], transcripts: dict[str, Transcript]) -> list[str]:
    names = {file.identity: file.name for file in files}
    mute = [names[key] for key, transcript in transcripts.items() if not transcript.speakers()]
    empty = [(names[key], line) for key, t in transcripts.items() for line in t.empty]
    machine = Counter(line for t in transcripts.values() for line in t.machine)
    sentences = []
    if mute:
        sentences.append(
            f"{_n(len(mute), 'file')} without speakers, each one document: {some_of(mute)}"
        )
    if empty:
        where = some_of([f"{name}, line {line:,}" for name, line in empty])
        sentences.append(f"{_n(len(empty), 'label')} with no text below, left out: {where}")
    if machine:
        lines = some_of([f"'{line[:60]}'" for line in machine], 3)
        n = _n(machine.total(), "line")
        sentences.append(f"{n} that nobody said (a program's, names of columns), left out: {lines}")
    remarks = [
        f"{names[key]}: {remark}"
        for key, transcript in transcripts.items()
        for remark in transcript.remarks
    ]
    remarks += [
        f"{file.name}: {file.result.remark}"
        for file in files
        if isinstance(file.result, WholeDocument) and file.result.remark
    ]
    more = (
        [f"and {len(remarks) - _SHOWN:,} more remarks of this kind"]
        if len(remarks) > _SHOWN
        else []
    )
    return [*sentences, *remarks[:_SHOWN], *more]


def _n(n: int, word: str, plural: str = "s") -> str:
    return f"{n:,} {word}{'' if n == 1 else plural}"


INTERVIEW = Reader(
    "interview",
    "transcript of an interview, or a folder or .zip of them, as speaker turns",
    read_interviews,
    ENDINGS,
    frozenset({"interviewer", "encoding", "from-name"}).union(*(kind.options for kind in KINDS)),
    looks_like_interviews,
)
