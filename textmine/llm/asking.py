"""Ask a model about every document of a corpus: each question once, several samples of each."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from textmine.choices import AnswerConstraint, ProbabilityFrom
from textmine.codebook import Dimension
from textmine.config import Progress, silent
from textmine.errors import InputError
from textmine.llm.answer import Said, Why, code_chances, count_votes, read_answer
from textmine.llm.chat import Reply
from textmine.llm.in_turn import Ask, KeptAnswers, Line, Question, answered
from textmine.llm.prompt import Material, Prompt

_BIAS = 100.0
_ANOTHER_SEED = 100_003
"""How far the seeds of two repeats are apart: more than the samples of one."""


@dataclass(frozen=True)
class How:
    """How a model is asked.

    Each question has `samples` answers at a `temperature` (0: the likeliest answer), each of
    `max_tokens` at the most, and all of it `repeats` times. `before` and `after` are as
    `neighbours_of` takes them.
    """

    model: str
    samples: int = 1
    temperature: float = 0.0
    repeats: int = 1
    max_tokens: int = 200
    constrain: AnswerConstraint = "schema"
    probability: ProbabilityFrom = "samples"
    before: int | None = None
    after: int | None = None
    seed: int = 42


@dataclass(frozen=True)
class Cost:
    """What answers cost: how many there are, how many of them were new, tokens, and seconds.

    `tokens` are of questions and of answers; tokens and seconds are those of all answers when they
    were had, `new_seconds` of the new ones.
    """

    answers: int = 0
    new: int = 0
    tokens: tuple[int, int] = (0, 0)
    seconds: float = 0.0
    new_seconds: float = 0.0


@dataclass
class Heard:
    """What came of asking: by repeat, what is said of each document on each dimension.

    `lines` are all answers with what they are of and their keys, in the order of the questions.
    """

    said: list[list[Said]] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    new: int = 0
    new_seconds: float = 0.0

    @property
    def cost(self) -> Cost:
        """What the answers cost."""
        replies = [reply for _, _, reply in self.lines]
        return Cost(
            len(replies),
            self.new,
            (sum(reply.tokens[0] for reply in replies), sum(reply.tokens[1] for reply in replies)),
            round(sum(reply.seconds for reply in replies), 3),
            round(self.new_seconds, 3),
        )

    @property
    def unusable(self) -> Counter[Why]:
        """How many answers could not be used, by the reason."""
        return Counter(
            why
            for repeat in self.said
            for said_of_document in repeat
            for why in said_of_document.why
        )

    @property
    def servers(self) -> list[str]:
        """The hosts that answered, sorted."""
        return sorted({reply.server for _, _, reply in self.lines})

    @property
    def formats(self) -> list[str]:
        """The forms that servers were asked to hold to, sorted; "" for none."""
        return sorted({reply.format for _, _, reply in self.lines})


def ask_all(
    prompts: Sequence[Prompt],
    documents: Mapping[str, Material],
    how: How,
    kept: KeptAnswers,
    ask: Ask | None,
    bias: Mapping[str, Mapping[str, int]] | None = None,
    progress: Progress = silent,
    at_once: int = 1,
) -> Heard:
    """Ask about every document, with every prompt, in every repeat; kept answers are not asked.

    `documents` are by id. Without `ask` all answers have to be kept. `bias` are the tokens of the
    codes, dimension -> code -> token, where the answer is held to them. So many questions are on
    their way `at_once`; what comes of them is the same. Raises InputError where
    answers are missing, and what `ask` raises: answers that were had by then are kept.
    """
    heard = Heard(said=[[] for _ in range(how.repeats)])
    total = how.repeats * len(documents) * len(prompts) * how.samples
    missing = 0
    replies: list[Reply] = []
    for at, (question, reply, is_new) in enumerate(
        answered(_questions(prompts, documents, how, bias), kept, ask, at_once)
    ):
        progress("asking", at, total)
        if reply is None:
            missing += 1
        else:
            heard.lines.append((question.of, question.key, reply))
            heard.new += is_new
            heard.new_seconds += reply.seconds if is_new else 0.0
            replies.append(reply)
        if question.sample == how.samples - 1:
            voted = _voted(question.document, question.prompt.dimension, replies, how)
            heard.said[question.repeat].append(voted)
            replies = []
    progress("asking", total, total)
    if missing:
        raise InputError(
            f"{missing:,} of {total:,} answers are not kept: this cannot be replayed.",
            hint="Leave --replay out, so that the server is asked. Model, prompt, texts, samples "
            "and the seed have to be those that were asked with.",
        )
    return heard


def _questions(
    prompts: Sequence[Prompt],
    documents: Mapping[str, Material],
    how: How,
    bias: Mapping[str, Mapping[str, int]] | None,
) -> Iterator[Question]:
    """Yield what is asked, in its order: all samples of a question stand together."""
    for repeat in range(how.repeats):
        for identity, material in documents.items():
            for prompt in prompts:
                for sample in range(how.samples):
                    body = body_of(prompt, material, how, sample, repeat, bias)
                    yield Question(identity, prompt, repeat, sample, body)


def body_of(
    prompt: Prompt,
    material: Material,
    how: How,
    sample: int,
    repeat: int,
    bias: Mapping[str, Mapping[str, int]] | None = None,
) -> dict[str, Any]:
    """Return the body of a request for one answer."""
    body: dict[str, Any] = {
        "model": how.model,
        "messages": prompt.messages(material),
        "temperature": how.temperature,
        "max_tokens": how.max_tokens,
        "seed": (how.seed + _ANOTHER_SEED * repeat + sample) % 2**31,
        "stream": False,
    }
    if how.constrain == "schema":
        body["response_format"] = {
            "type": "json_schema",
            "json_schema": {"name": "codes", "strict": True, "schema": prompt.schema},
        }
    tokens = (bias or {}).get(prompt.dimension.id)
    if tokens:
        body["logit_bias"] = {str(token): _BIAS for token in sorted(tokens.values())}
        body["max_tokens"] = 1
    if how.probability == "logprobs":
        body |= {"logprobs": True, "top_logprobs": 20}
    return body


def _voted(identity: str, dimension: Dimension, replies: Sequence[Reply], how: How) -> Said:
    answers = [
        read_answer(dimension, reply.content, reply.finish, reply.refusal, too_long=reply.too_long)
        for reply in replies
    ]
    if how.probability == "samples":
        return count_votes(identity, dimension, answers)
    if any(not reply.top for reply, answer in zip(replies, answers, strict=True) if not answer.why):
        raise InputError(
            "The server tells no log probabilities.",
            hint="Leave --probability logprobs out: shares of several --samples are taken then.",
        )
    chances = [code_chances(dimension, reply.content, reply.top) for reply in replies]
    return count_votes(identity, dimension, answers, chances)
