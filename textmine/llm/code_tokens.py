"""The tokens of codes, where an answer is held to them by a bias instead of a schema."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from textmine.errors import InputError
from textmine.llm.chat import Chat, Reply
from textmine.llm.in_turn import KeptAnswers, Line, key_of
from textmine.llm.prompt import Prompt

CodeTokens = dict[str, dict[str, int]]
"""Dimension -> code -> the one token that stands for it."""

_WITHOUT = "Leave --constrain tokens out, or give the codes ids of one letter or digit."


def read_code_tokens(path: Path) -> dict[str, int]:
    """Read a JSON object of codes and their tokens; raise InputError for anything else."""
    try:
        tokens = json.loads(path.read_text(encoding="utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise InputError(f"{path} is no JSON: {error}.", hint='Write {"A": 236776}.') from error
    right = isinstance(tokens, dict) and all(
        type(token) is int and token >= 0 for token in tokens.values()
    )
    if not right:
        raise InputError(
            f"{path} does not give each code the number of a token.", hint='Write {"A": 236776}.'
        )
    return {str(code): int(token) for code, token in tokens.items()}


def code_tokens(
    prompts: Sequence[Prompt],
    model: str,
    given: Mapping[str, int],
    kept: KeptAnswers,
    chat: Chat | None,
) -> tuple[CodeTokens, list[Line]]:
    """Return the token of each code, as `given` or as the server tells, and what it told.

    Raises InputError for a dimension with several codes a document, and where codes have not one
    token of their own each.
    """
    tokens: CodeTokens = {}
    lines: list[Line] = []
    for prompt in prompts:
        dimension = prompt.dimension
        if dimension.labels == "multi":
            raise InputError(
                f"'{dimension.id}' takes several codes a document: no one token answers it.",
                hint="Leave --constrain tokens out.",
            )
        of = {code: given.get(code) for code in dimension.code_ids}
        for code in [code for code, token in of.items() if token is None]:
            body = {"model": model, "tokens_of": code}
            key = key_of(body, 0, 0)
            reply = kept.find(key) or _told(chat, model, code)
            kept.keep(key, reply)
            lines.append(({"tokens_of": code}, key, reply))
            token_ids = json.loads(reply.content)
            of[code] = token_ids[0] if len(token_ids) == 1 else None
        whole = {code: token for code, token in of.items() if token is not None}
        if len(set(whole.values())) < len(of):
            raise InputError(
                f"The codes of '{dimension.id}' have not one token of their own each, or the "
                "server does not tell them.",
                hint=f'Name them: --code-tokens FILE with {{"CODE": TOKEN}}. {_WITHOUT}',
            )
        tokens[dimension.id] = whole
    return tokens, lines


def _told(chat: Chat | None, model: str, code: str) -> Reply:
    if chat is None:
        return Reply(content="[]")
    return Reply(content=json.dumps(chat.tokens_of(model, code)), server=chat.server.host)
