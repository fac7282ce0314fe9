"""One invented interview in every form that transcripts come in, and its turns."""

from __future__ import annotations

from pathlib import Path

from tests.corpus.reading.documents.writers import docx, odt, p, r, rtf

SAID = [
    ("Interviewer", "How did the network begin?"),
    ("Anna", "It began in 2016. Note: I was not there. We met at 10:30."),
    ("Interviewer", "And who pays?"),
    ("Ben", "The county, see http://a.example for more."),
    ("Anna", "And the firms."),
    ("Interviewer", "What comes next?"),
    ("Ben", "Nobody knows."),
]
TIMES = ["0:03", "0:09", "0:31", "0:40", "0:52", "1:05", "1:12"]


def clock(written: str) -> str:
    minutes, seconds = written.split(":")
    return f"00:{int(minutes):02d}:{seconds}"


def texts() -> dict[str, str]:
    """Return the interview as text by the name of a file of that form."""
    timed = list(zip(TIMES, SAID, strict=True))
    ends = [clock(time) for time in [*TIMES[1:], "1:20"]]
    cells = [f"{clock(at)}\t{who}\t{text}" for at, (who, text) in timed]
    return {
        "colon.txt": "\n".join(f"{who}: {text}" for who, text in SAID),
        "capitals.txt": "\n\n".join(f"{who.upper()}: {text}" for who, text in SAID),
        "bold.md": "# Talk\n\n" + "\n\n".join(f"**{who}:** {text}" for who, text in SAID),
        "outside.md": "\n\n".join(f"**{who}**: {text}" for who, text in SAID),
        "brackets.txt": "\n".join(f"[{who}] {text}" for who, text in SAID),
        "behind.txt": "\n".join(f"{who} ({clock(at)}): {text}" for at, (who, text) in timed),
        "before.txt": "\n".join(f"[{clock(at)}] {who}: {text}" for at, (who, text) in timed),
        "plain.txt": "\n".join(f"{clock(at)} {who}: {text}" for at, (who, text) in timed),
        "round.txt": "\n".join(f"({at}) {who}: {text}" for at, (who, text) in timed),
        "above.txt": "\n\n".join(f"{clock(at)}\n{who}: {text}" for at, (who, text) in timed),
        "alone.txt": "\n\n".join(f"{who}\n{text}" for who, text in SAID),
        "below.txt": "\n\n".join(f"{who}:\n{text}" for who, text in SAID),
        "f4.txt": "\n\n".join(
            f"{who}: {text} #{end}-4#" for end, (who, text) in zip(ends, SAID, strict=True)
        ),
        "otter.txt": "\n\n".join(f"{who}  {at}  \n{text}" for at, (who, text) in timed)
        + "\n\nTranscribed by https://otter.ai\n",
        "zoom.vtt": "WEBVTT\n\n"
        + "\n".join(
            f"{n}\n{clock(at)}.000 --> {end}.000\n{who}: {text}\n"
            for n, (end, (at, (who, text))) in enumerate(zip(ends, timed, strict=True), 1)
        ),
        "teams.vtt": "WEBVTT\n\n"
        + "\n".join(
            f"ab-{n}\n{clock(at)}.000 --> {end}.000\n<v {who}>{text}</v>\n"
            for n, (end, (at, (who, text))) in enumerate(zip(ends, timed, strict=True))
        ),
        "cues.srt": "\n".join(
            f"{n}\n{clock(at)},000 --> {end},000\n{who}: {text}\n"
            for n, (end, (at, (who, text))) in enumerate(zip(ends, timed, strict=True), 1)
        ),
        "rows.txt": "\n".join(["Time\tSpeaker\tText", *cells]),
    }


def row(*cells: str) -> str:
    return "<w:tr>" + "".join(f"<w:tc>{p(cell)}</w:tc>" for cell in cells) + "</w:tr>"


def documents(folder: Path) -> dict[str, Path]:
    """Write the interview as word processor files of several forms."""
    timed = list(zip(TIMES, SAID, strict=True))
    rows = [row(text, who, clock(at)) for at, (who, text) in timed]
    teams = [
        f"<w:p>{r(f'{who}   {at}')}<w:r><w:br/></w:r>{r(text)}</w:p>" for at, (who, text) in timed
    ]
    old = "".join(
        p(f"0:0:{n}.30 --> 0:0:{n + 1}.40") + p(w) + p(t) for n, (w, t) in enumerate(SAID)
    )
    head = p("Talk-20240503_100000-Meeting Recording") + p("3 May 2024, 10:00AM") + p("1m 20s")
    head += p("Interviewer started transcription")
    return {
        "colon.docx": docx(folder / "colon.docx", "".join(p(f"{w}: {t}") for w, t in SAID)),
        "rows.docx": docx(folder / "rows.docx", f"<w:tbl>{''.join(rows)}</w:tbl>"),
        "two.docx": docx(
            folder / "two.docx",
            f"<w:tbl>{row('Speaker', 'Text')}{''.join(row(*one) for one in SAID)}</w:tbl>",
        ),
        "teams.docx": docx(
            folder / "teams.docx", head + "".join(teams) + p("Anna stopped transcription")
        ),
        "old-teams.docx": docx(folder / "old-teams.docx", old),
        "colon.rtf": rtf(folder / "colon.rtf", [f"{w}: {t}" for w, t in SAID]),
        "colon.odt": odt(
            folder / "colon.odt", "".join(f"<text:p>{w}: {t}</text:p>" for w, t in SAID)
        ),
    }
