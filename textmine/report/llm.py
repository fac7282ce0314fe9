"""What a language model said of a corpus, in words: answers, abstentions, cost, repeatability."""

from collections.abc import Iterator

from textmine.coding.agreement.reliability import DimensionAgreement
from textmine.llm import LlmRun, Prompt
from textmine.llm.answer import WHY_TOLD
from textmine.present import Column, Quote, QuotedTopic, Section, Value, table_of, with_interval
from textmine.report.wording import breaks_told


def llm_section(run: LlmRun) -> Section:
    """Return the section on what a language model said; its codes are where they were asked for."""
    request, coder = run.request, run.request.coder_name
    sentences = [*_away(run), *_answers(run), *_cost(run), *_repeats(run), *breaks_told(run.broken)]
    if run.synthetic:
        sentences.append("Note: the corpus is synthetic; these codes show nothing real.")
    draw, n = run.draw
    if request.review is not None:
        path = request.review.queue
        sentences.append(
            f"{path}: {n:,} documents for people, those first on which the model abstains (draw "
            f"'{draw}'). It comes back with 'textmine coding import {path} --coder NAME'; who sees "
            "what a machine says is not independent of it, and no score of it counts these codes."
            if n
            else "Nothing is left to people; no queue is written."
        )
    if run.recorded is not None:
        sentences.append(
            f"{run.recorded:,} machine codings recorded under the coder '{coder}'. Compare it with "
            f"people: 'textmine benchmark {request.corpus} --system {coder}'."
        )
    sentences.append(
        f"{run.documents:,} documents of '{request.corpus}' asked about"
        + (f"; see {request.out}." if request.out else ".")
        + " Counts of machine codes are not prevalence: see 'textmine prevalence'."
    )
    columns = [
        Column("dimension", lambda row: row[0]),
        Column("code", lambda row: row[1]),
        Column("documents", lambda row: row[2]),
    ]
    records = table_of("llm_codes", "Machine codes, not shares", columns, _counts(run))
    return Section("llm", f"What {coder} says of {request.corpus}", sentences, records=records)


def prompt_section(prompt: Prompt, example: str, document: str) -> Section:
    """Return the section that shows a prompt: what is said of the codebook, and of one text."""
    messages = [
        QuotedTopic("system", (), (Quote(prompt.system, "of every text"),)),
        QuotedTopic("user", (), (Quote(example, f"of document {document}"),)),
    ]
    title = f"Prompt for {prompt.dimension.id}"
    sentence = f"Version {prompt.version}, sha256 {prompt.sha256}."
    columns = [
        Column("role", lambda message: message[0]),
        Column("content", lambda message: message[1]),
    ]
    rows = [("system", prompt.system), ("user", example)]
    records = table_of("llm_prompt", title, columns, rows)
    return Section("prompt", title, [sentence], topics=messages, records=records)


def _away(run: LlmRun) -> list[str]:
    server = run.request.server
    if server is None or not server.remote:
        return []
    return [f"The texts left this computer: they were sent to {server.host}."]


def _counts(run: LlmRun) -> list[tuple[str, str, int]]:
    """Return how many documents got each code, no code and no answer, by dimension."""
    counts: list[tuple[str, str, int]] = []
    for prompt in run.prompts:
        mine = [answer for answer in run.heard.said[0] if answer.dimension == prompt.dimension.id]
        for code in prompt.dimension.code_ids:
            n = sum(code in (answer.codes or ()) for answer in mine)
            counts.append((prompt.dimension.id, code, n))
        none = sum(answer.codes == () for answer in mine)
        counts.append((prompt.dimension.id, "(no code)", none))
        counts.append(
            (prompt.dimension.id, "(abstained)", sum(answer.codes is None for answer in mine))
        )
    return counts


def _answers(run: LlmRun) -> Iterator[str]:
    for prompt in run.prompts:
        mine = [answer for answer in run.heard.said[0] if answer.dimension == prompt.dimension.id]
        left = sum(answer.codes is None for answer in mine)
        yield (
            f"{prompt.dimension.id} ({prompt.named}): {len(mine) - left:,} of {len(mine):,} "
            f"documents coded, {left:,} abstentions."
        )
    unusable = run.heard.unusable
    if unusable:
        n = sum(unusable.values())
        why = ", ".join(f"{WHY_TOLD[why]} ({times:,})" for why, times in unusable.most_common())
        yield f"{n:,} of {run.heard.cost.answers:,} answers could not be used: {why}."
    if run.request.how.constrain == "schema" and "" in run.heard.formats:
        yield "The server does not hold answers to a schema: the prompt alone asked for the codes."


def _cost(run: LlmRun) -> Iterator[str]:
    cost = run.heard.cost
    n_stored = cost.answers - cost.new
    asked, answered = cost.tokens
    yield (
        f"{cost.answers:,} answers, {n_stored:,} of them kept from before; {asked:,} tokens of "
        f"questions and {answered:,} of answers, {cost.seconds:,.0f} seconds of the server in all, "
        f"{cost.new_seconds:,.0f} of them now."
    )
    if run.retried:
        yield f"{run.retried:,} questions had to be sent again."


def _repeats(run: LlmRun) -> Iterator[str]:
    n = run.request.how.repeats
    if n < 2:
        return
    agreeing = {agreement.dimension for agreement in run.agreement}
    for agreement in run.agreement:
        yield f"{agreement.dimension}: asked {n} times, {_alpha(agreement)}."
    for prompt in run.prompts:
        if prompt.dimension.id not in agreeing:
            yield f"{prompt.dimension.id}: no document was answered twice."
    yield "The codes are those of the first time."


def _alpha(agreement: DimensionAgreement) -> str:
    alpha = agreement.alpha
    value: Value = with_interval(alpha.coefficient.value, alpha.interval)
    return f"the model agrees with itself with alpha {value} (n = {alpha.n:,})"
