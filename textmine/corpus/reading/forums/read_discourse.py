"""Read topics of a Discourse forum, as GET /t/{id}.json gives them."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from textmine.corpus.reading.forums.discourse_text import post_text
from textmine.corpus.reading.forums.records import (
    Record,
    as_json,
    as_table,
    first_bytes,
    read_json,
    some_of,
)
from textmine.corpus.reading.raw import RawTable
from textmine.corpus.reading.reader import Reader, ReadOptions
from textmine.errors import InputError, NotFoundError, RowProblem, TextmineError

_KINDS = {1: "", 2: "moderator action", 3: "small action", 4: "whisper"}
_KEPT = (
    "username name user_id post_type id reads score reply_count quote_count like_count updated_at "
    "hidden deleted_at user_deleted version wiki staff moderator admin trust_level user_title "
    "primary_group_name"
).split()
_MEANS = {"id": "post_id", "name": "display_name", "post_type": "", "username": ""}


@dataclass
class _Found:
    """Posts by id as they are met, and what was met beside them."""

    records: dict[str, Record] = field(default_factory=dict)
    places: dict[str, int] = field(default_factory=dict)
    topics: set[str] = field(default_factory=set)
    seen: Counter[str] = field(default_factory=Counter)
    missing: dict[str, set[str]] = field(default_factory=dict)
    post_ids: set[str] = field(default_factory=set)
    problems: list[RowProblem] = field(default_factory=list)
    left_out: dict[str, list[str]] = field(default_factory=dict)
    place: int = 0


def read_discourse(path: Path, options: ReadOptions = ReadOptions()) -> RawTable:
    """Read the posts of a saved topic, of several in one file, or of a folder of such files.

    A post is called TOPIC.NUMBER, and its parent is the post that it was written in reply to.
    Quotations of other posts are set aside into `quoted` unless `keep_quotes`. Posts without a text
    (small actions, deleted ones) are left out and counted; those that the file only names are
    counted as missing. Raises InputError when there is no post.
    """
    if not path.exists():
        raise NotFoundError(f"There is no file or folder {path}.", hint="Check the name.")
    files = sorted(path.rglob("*.json")) if path.is_dir() else [path]
    collected = _Found()
    for file in files:
        try:
            values = read_json(file, options.encoding)
        except TextmineError as error:
            if file == path:
                raise
            collected.place += 1
            collected.problems.append(RowProblem(collected.place, file.name, error.message))
            continue
        for topic in topics(values):
            _add_topic(collected, topic, options.keep_quotes)
    if not collected.records and not collected.problems:
        raise InputError(
            f"{path} holds no post of a Discourse topic.",
            hint="Save the address /t/NUMBER.json of each topic; a list of topics has no posts.",
        )
    facts = {"read as": "discourse", "files": str(len(files)), "topics": str(len(collected.topics))}
    numbers = [collected.places[identity] for identity in collected.records]
    records = list(collected.records.values())
    return as_table(path.name, records, facts, _remarks(collected), collected.problems, numbers)


def _add_topic(collected: _Found, topic: Mapping[str, Any], keep_quotes: bool) -> None:
    stream = topic["post_stream"]
    posts = [post for post in listed(stream.get("posts")) if isinstance(post, dict)]
    about = {
        "title": cell(topic.get("title")),
        "category": cell(topic.get("category_name") or topic.get("category_id")),
        "tags": ", ".join(tag(tag_value) for tag_value in listed(topic.get("tags"))),
        "views": cell(topic.get("views")),
    }
    topic_id = cell(topic.get("id")) or next((cell(post.get("topic_id")) for post in posts), "")
    collected.topics.add(topic_id)
    for post in posts:
        collected.place += 1
        _add_post(collected, post, about, topic_id, keep_quotes)
    named = {cell(number) for number in listed(stream.get("stream"))}
    collected.missing.setdefault(topic_id, set()).update(named)


def _add_post(
    collected: _Found, post: Mapping[str, Any], about: Record, topic_id: str, keep_quotes: bool
) -> None:
    topic_id = cell(post.get("topic_id")) or topic_id
    number = cell(post.get("post_number"))
    identity = f"{topic_id}.{number}"
    collected.topics.add(topic_id)
    collected.post_ids.add(cell(post.get("id")))
    if not topic_id or not number:
        collected.problems.append(
            RowProblem(collected.place, "post_number", "the post has no topic_id or no post_number")
        )
        return
    post_content = post_text(
        cell(post.get("raw")), cell(post.get("cooked")), keep_quotes=keep_quotes
    )
    kind = _kind(post)
    if not post_content.text.strip():
        why = kind or ("nothing but quotations" if post_content.quotes else "no text")
        collected.left_out.setdefault(why, []).append(identity)
        return
    if identity in collected.records:
        collected.seen["twice"] += 1
        if collected.records[identity]["text"] == post_content.text:
            return
        collected.seen["changed"] += 1
    collected.seen[kind] += 1
    reply_to = cell(post.get("reply_to_post_number"))
    collected.places.setdefault(identity, collected.place)
    collected.records[identity] = {
        "id": identity,
        "text": post_content.text,
        "title": about["title"] or cell(post.get("topic_title")),
        "author": cell(post.get("username")) or cell(post.get("name")),
        "group": cell(post.get("primary_group_name")),
        "created_at": cell(post.get("created_at")),
        "thread_id": topic_id,
        "parent_id": f"{topic_id}.{reply_to}" if reply_to and number != "1" else "",
        "position": number,
        "category": about["category"] or cell(post.get("category_id")),
        "tags": about["tags"],
        "views": about["views"],
        "kind": kind,
        **{_MEANS.get(n, n): cell(post.get(n)) for n in _KEPT if _MEANS.get(n, n)},
        "likes": _likes(post),
        "quoted": as_json([quote.as_dict() for quote in post_content.quotes]),
        "links": as_json([list(link) for link in post_content.links]),
    }


def _kind(post: Mapping[str, Any]) -> str:
    number = post.get("post_type")
    kind = _KINDS.get(number, f"type {number}") if isinstance(number, int) else ""
    if post.get("deleted_at") or post.get("user_deleted") is True:
        return "deleted"
    return kind or ("hidden" if post.get("hidden") is True else "")


def _likes(post: Mapping[str, Any]) -> str:
    for action in listed(post.get("actions_summary")):
        if isinstance(action, dict) and action.get("id") == 2:
            return cell(action.get("count"))
    return ""


def _remarks(posts: _Found) -> list[str]:
    sentences = []
    absent = {topic: len(named - posts.post_ids) for topic, named in posts.missing.items() if named}
    lacking = [f"topic {topic} lacks {count:,}" for topic, count in absent.items() if count]
    if lacking:
        total = sum(absent.values())
        sentences.append(
            f"{total:,} posts are named but not in what was saved ({some_of(lacking)}): the first "
            "20 of a topic come with it, the rest from /t/NUMBER/posts.json?post_ids[]=..."
        )
    for why, names in posts.left_out.items():
        sentences.append(f"{len(names):,} posts left out ({why}): {some_of(names)}")
    for kind in ("whisper", "moderator action", "hidden", "deleted"):
        if posts.seen[kind]:
            whose = ", which only staff can see" if kind == "whisper" else ""
            sentences.append(
                f"{posts.seen[kind]:,} posts of the kind '{kind}'{whose} are kept, marked in kind"
            )
    if posts.seen["twice"]:
        sentences.append(
            f"{posts.seen['twice']:,} posts stand in more than one place: the last one counts, and "
            f"{posts.seen['changed']:,} of them had changed"
        )
    return sentences


def _recognises(path: Path) -> bool:
    if path.is_dir():
        return any(
            _is_topic(file) for _, file in zip(range(20), path.rglob("*.json"), strict=False)
        )
    return path.suffix.lower() in (".json", ".jsonl") and _is_topic(path)


def _is_topic(path: Path) -> bool:
    start = first_bytes(path)
    return b'"post_stream"' in start or b'"latest_posts"' in start


DISCOURSE = Reader(
    "discourse",
    "topics of a Discourse forum (/t/NUMBER.json), a file or a folder of them",
    read_discourse,
    (),
    frozenset({"encoding", "keep-quotes"}),
    _recognises,
)


def topics(values: list[object]) -> Iterator[Mapping[str, Any]]:
    """Yield every object that has a post_stream, and lists of latest posts as if they had one."""
    waiting = list(reversed(values))
    while waiting:
        value = waiting.pop()
        if isinstance(value, list):
            waiting.extend(reversed(value))
        elif isinstance(value, dict):
            if isinstance(value.get("post_stream"), dict):
                yield value
            elif isinstance(value.get("latest_posts"), list):
                yield {"post_stream": {"posts": value["latest_posts"]}}
            elif isinstance(value.get("topics"), list):
                waiting.extend(reversed(value["topics"]))


def listed(value: object) -> list[Any]:
    """Return a list as it is, and an empty one for anything else."""
    return value if isinstance(value, list) else []


def tag(value: object) -> str:
    """Return a tag's name: older forums give it bare, newer ones within an object."""
    return cell(value.get("name")) if isinstance(value, dict) else cell(value)


def cell(value: object) -> str:
    """Return a value as a cell; false is "", so that most cells of yes and no stay empty.

    >>> [cell(value) for value in (None, False, True, 0, "a", [], [1])]
    ['', '', 'true', '0', 'a', '', '[1]']
    """
    if value is None or value is False:
        return ""
    if value is True:
        return "true"
    if isinstance(value, (int, float)):
        return str(value)
    return value if isinstance(value, str) else as_json(value)
