"""Memos: a row each, one with all its versions, and all of them as a text to read."""

from collections.abc import Sequence
from operator import itemgetter

from textmine.cells.markdown import in_markdown
from textmine.coding.memos.exchange import COLUMNS, memo_rows
from textmine.coding.memos.listing import Listed
from textmine.coding.memos.memo import CODING, Memo, Target
from textmine.coding.memos.store import Version
from textmine.present import Column, Section, beginning, table_of

_SHOWN = 70
_QUOTED = 50
_PROJECT = "the project"


def memos_section(found: Sequence[Listed], *, codings: bool = False) -> Section:
    """Return the section with a row a memo, what it is about and what became of that."""
    every = table_of(
        "memos", "", [Column(name, itemgetter(name)) for name in COLUMNS], memo_rows(found)
    )
    people = [
        Column("memo", lambda row: row.memo.number or ""),
        Column("type", lambda row: row.memo.type),
        Column("about", _about),
        Column("says", _says),
        Column("by", lambda row: row.memo.by),
        Column("when", lambda row: row.memo.created_at[:10]),
        Column("remark", _remark),
    ]
    table = every.shown_as(people, found)
    return Section("memos", "Memos", _sentences(found, codings), [table], records=table)


def memo_section(one: Listed, versions: Sequence[Version]) -> Section:
    """Return the section with the text of a memo, and a row a version."""
    memo = one.memo
    columns = [
        Column("version", lambda row: row.memo.version),
        Column("when", lambda row: row.memo.created_at, people=False),
        Column("when", lambda row: row.memo.created_at[:10], files=False),
        Column("by", lambda row: row.memo.by),
        Column("type", lambda row: row.memo.type),
        Column("title", lambda row: row.memo.title),
        Column("text", lambda row: row.memo.text, people=False),
        Column("says", lambda row: beginning(row.memo.text, _SHOWN), files=False),
        Column("about", lambda row: _named(row.memo.target)),
        Column("links", lambda row: " ".join(map(str, row.memo.links))),
        Column("state", _state),
    ]
    title = f"Memo {memo.number}{f': {memo.title}' if memo.title else ''}"
    table = table_of("versions", "Versions, oldest first", columns, versions)
    heads = [
        Column("memo", lambda _: memo.number),
        Column("type", lambda _: memo.type),
        Column("about", lambda _: _about(one)),
        Column("by", lambda _: memo.by),
        Column("links", lambda _: _links(one)),
        Column("state", lambda _: one.state),
        Column("remark", lambda _: one.now.remark),
        Column("text", lambda _: memo.text),
    ]
    head = table_of("memo", title, heads, [one])
    return Section("memo", title, [], [head, table], records=table)


def memos_markdown(found: Sequence[Listed], title: str) -> str:
    """Return memos as a text in Markdown, those about one thing under one heading."""
    lines = [f"# {in_markdown(title)}", ""]
    heading = None
    for listed in sorted(found, key=lambda listed: (_about(listed), listed.memo.number)):
        memo = listed.memo
        if _about(listed) != heading:
            heading = _about(listed)
            lines += [f"## {in_markdown(heading)}", ""]
        name = f"Memo {memo.number}" if memo.number else "Beside a coding"
        title_line = f"{name}{f': {memo.title}' if memo.title else ''}"
        lines += [f"### {in_markdown(title_line)}", ""]
        facts = [memo.type, memo.by, memo.created_at[:10], listed.state, listed.now.remark]
        facts += [f"with {_links(listed)}"] if _links(listed) else []
        lines += [in_markdown("; ".join(fact for fact in facts if fact)), ""]
        for paragraph in memo.text.split("\n"):
            lines += [in_markdown(paragraph), ""] if paragraph.strip() else []
    return "\n".join(lines)


def _sentences(listed_memos: Sequence[Listed], codings: bool) -> list[str]:
    memos = [listed for listed in listed_memos if listed.memo.type != CODING]
    beside = len(listed_memos) - len(memos)
    if not listed_memos:
        return [
            "There is no such memo." + ("" if codings else " (--codings adds those of codings)")
        ]
    sentences = [f"{len(memos):,} memos."]
    if beside:
        sentences = [f"{sentences[0][:-1]}, and {beside:,} that stand with codings."]
    questions = sum(listed.state == "open" for listed in listed_memos)
    if questions:
        sentences.append(f"{questions:,} questions are open: no memo that answers links to it.")
    changed = sum(bool(listed.now.remark) for listed in listed_memos)
    if changed:
        sentences.append(
            f"What {changed:,} of them {'is' if changed == 1 else 'are'} about changed since or is "
            "gone: see 'remark'. The memos stand as they were written."
        )
    return sentences


def _about(listed: Listed) -> str:
    about = _named(listed.now.target)
    if listed.now.words:
        about += f" “{beginning(listed.now.words, _QUOTED)}”"
    return about


def _named(target: Target) -> str:
    return f"{target.about} {target}" if target.about != "project" else _PROJECT


def _says(listed: Listed) -> str:
    memo: Memo = listed.memo
    text = beginning(memo.text, _SHOWN)
    return f"{memo.title}: {text}" if memo.title else text


def _links(listed: Listed) -> str:
    numbers = dict.fromkeys((*listed.memo.links, *listed.linked_from))
    return ", ".join(map(str, numbers))


def _remark(listed: Listed) -> str:
    links = f"with {_links(listed)}" if _links(listed) and not listed.answered_by else ""
    return "; ".join(part for part in (listed.state, links, listed.now.remark) if part)


def _state(version: Version) -> str:
    if version.taken_back:
        return "taken back"
    return f"withdrawn: {version.memo.reason}" if version.memo.withdrawn else ""
