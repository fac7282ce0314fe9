"""A command is a function that returns what it found: options that commands share, and showing."""

from __future__ import annotations

import functools
import re
import shlex
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from inspect import Parameter, Signature, signature
from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated, Any, TypeVar, get_args, get_type_hints

import typer

from textmine.cli.options import SHARED
from textmine.cli.shared import open_workspace, say
from textmine.cli.show import show
from textmine.errors import UsageError

if TYPE_CHECKING:
    from textmine.choices import Coded, Format, ReportForm
    from textmine.config import Settings
    from textmine.corpus import Corpus
    from textmine.present import Section
    from textmine.reading.coded_at import CodedAt
    from textmine.spread import Where
    from textmine.stats.systems.scores import Score
    from textmine.store import Workspace

Found = TypeVar("Found", "Section", "list[Section]")


@dataclass(frozen=True)
class Run:
    """One run of a command: what was given for the options that it shares with others.

    `given` has a value for each of them, by name; `told` are the sentences on what was read;
    `gates` are called when the result has been shown, and raise where it misses a limit. `named`
    are names that the command found by itself where none was given, and under "then" the command
    that comes next where it is not the usual one.
    """

    given: dict[str, Any]
    told: list[str] = field(default_factory=list)
    gates: list[Callable[[], str | None]] = field(default_factory=list)
    named: dict[str, str] = field(default_factory=dict)

    def tell(self, sentence: str) -> None:
        """Say at once what was read, even if the run fails then; a page begins with it."""
        self.told.append(sentence)
        say(sentence)

    @cached_property
    def workspace(self) -> Workspace:
        """The workspace, opened when it is first asked for."""
        return open_workspace(self.given["workspace"])

    def corpus(self, name: str) -> Corpus:
        """Return a corpus of the workspace, without the documents that are excluded."""
        from textmine.corpus import load_corpus

        return load_corpus(self.workspace, name)

    def chosen(self, corpus: Corpus) -> Corpus:
        """Return the documents of a corpus for which --where holds."""
        from textmine.corpus import select_documents

        return select_documents(corpus, self.where)

    def paged(
        self,
        found: Found,
        corpora: Sequence[Corpus],
        *,
        title: str = "",
        about: str = "",
        settings: Mapping[str, Any] = MappingProxyType({}),
    ) -> Found:
        """Return what was found, of which --report, if it is given, writes a page.

        Without a `title` the page has that of the first section.
        """
        from textmine.cli.page import write_page
        from textmine.present import Section

        sections = [found] if isinstance(found, Section) else found
        write_page(self, sections, corpora, title or sections[0].title, about, settings)
        return found

    def hold(self, what: str, scores: Mapping[str, Score], hint: str) -> None:
        """Hold scores to --fail-under, if it is given, when they have been shown.

        `what` names the score, `scores` are by what they belong to.
        """
        limit = self.given["fail_under"]
        if limit is not None:
            from textmine.stats.systems.gates import hold_limit

            lower = self.given["on"] == "lower"
            self.gates.append(lambda: hold_limit(scores, what, limit, lower=lower, hint=hint))

    def pass_gates(self) -> None:
        """Raise GateError where the result misses a limit; say what it reaches."""
        for gate in self.gates:
            reached = gate()
            if reached:
                say(reached)

    def check_report(self) -> None:
        """Raise InputError for a report that could not be written, before any work is done."""
        if self.given.get("report") is not None:
            self.workspace.folder("reports", self.given["report"])
        elif "report" in self.given and self.given["to"] is not None:
            raise UsageError("The report needs a name.", hint="Add --report NAME.")
        if self.given.get("to") is not None:
            self.forms  # noqa: B018
        if self.given.get("out") is not None:
            from textmine.report.folder import refuse_other_endings

            refuse_other_endings(self.given["out"])

    @cached_property
    def forms(self) -> tuple[ReportForm, ...]:
        """What a report is written as. Raises UsageError for a word that names no form."""
        from textmine.report.document import forms_of

        return forms_of(self.given["to"])

    @property
    def format(self) -> Format:
        """How the result is to be printed."""
        form: Format = self.given.get("format", "table")
        return form

    @property
    def full(self) -> bool:
        """Whether all rows, columns and lines are to be shown."""
        return bool(self.given.get("full"))

    @property
    def seed(self) -> int:
        """The seed that was given, else that of the settings."""
        seed = self.given.get("seed")
        return self.workspace.settings.seed if seed is None else int(seed)

    @property
    def where(self) -> list[str]:
        """The conditions of --where."""
        return list(self.given.get("where") or ())

    def coded_at(self, of_rule: Coded | None = None) -> CodedAt:
        """Return the level at which codes are read, by --level, --rule and --roll-down.

        `of_rule` is the level that --rule is about where none is named.
        """
        from textmine.reading.coded_at import CodedAt

        options = self.given
        level = options["level"] or (of_rule if options["rule"] else None)
        return CodedAt(level, options["rule"], options["roll_down"])

    def unquoted(self, result: Any) -> Any:
        """Return a result as it was found, or without quotations where --no-quotations asks."""
        if not self.given.get("no_quotations"):
            return result
        from textmine.present import Section, without_quotations

        if isinstance(result, Section):
            return without_quotations(result)
        return None if result is None else [without_quotations(part) for part in result]

    @property
    def settings(self) -> Settings:
        """The settings of the workspace, with what the shared options say of them."""
        options = self.given
        return (
            self.workspace.settings.override(
                "nlp", profile=options.get("profile"), n_process=options.get("processes")
            )
            .override("", seed=options.get("seed"))
            .override("scale", scheduler=options.get("scheduler"))
        )

    @cached_property
    def spread(self) -> Where:
        """Where partitions are worked: by --scheduler and --processes, or the settings."""
        from textmine.spread import Where

        say_once = functools.cache(say)
        return Where(self.settings.nlp.n_process, self.settings.scale.scheduler, say_once)


def next_command(then: str, given: Mapping[str, Any]) -> str:
    """Return a command with what was given in the place of {name}, or NAME where nothing was.

    >>> next_command("textmine coding sheets {corpus} --out {out}", {"corpus": "forum"})
    'textmine coding sheets forum --out OUT'
    """
    return re.sub(r"\{(\w+)\}", lambda match: _word(given.get(match[1]), match[1]), then)


def _word(value: Any, name: str) -> str:
    named = value[0] if isinstance(value, (list, tuple)) and value else value
    return shlex.quote(str(named)) if named else name.upper()


def as_option(name: str, annotation: Any) -> Any:
    """Return the type of a parameter with what typer is to know of it.

    A text behind the type is the help of an option that is called as the parameter is.
    """
    kind, *about = get_args(annotation) or (annotation,)
    if not (about and isinstance(about[0], str)):
        return annotation
    flag = (f"--{name.replace('_', '-')}",) if kind is bool else ()
    return Annotated[kind, typer.Option(*flag, help=about[0])]


def shown(
    *shared: str,
    without: Collection[str] = (),
    also: Mapping[str, tuple[Any, Any]] = MappingProxyType({}),
    then: str = "",
) -> Callable[[Callable[..., Any]], Callable[..., None]]:
    """Make a command of a function of a `Run` that returns what is to be shown.

    The options of `SHARED` that are named come behind its own, in the order of that table, --to
    with --report; --workspace, --full and --format always, save those it is to be `without`; before
    them those of `also`, a table of options that a group of commands has. What it returns (a
    section, several of them or nothing) is printed as --format says; then it passes its gates, or
    the command ends with 3. What people usually do `then` is a command, in which {name} is what was
    given for an option or an argument; it is told to people, not after a dry run.
    """
    wanted = {*shared, "workspace", "format", "full"} - {*without}
    wanted |= {"to"} if "report" in shared else set()
    if "format" in without:
        wanted -= {"full"}
    options = {**also, **{name: option for name, option in SHARED.items() if name in wanted}}

    def make(body: Callable[..., Any]) -> Callable[..., None]:
        hints = get_type_hints(body, include_extras=True)
        own = {
            name: (hints[name], parameter.default)
            for name, parameter in signature(body).parameters.items()
            if name != "run"
        }
        parameters = [
            Parameter(
                *(name, Parameter.KEYWORD_ONLY),
                default=default,
                annotation=as_option(name, annotation),
            )
            for name, (annotation, default) in [*own.items(), *options.items()]
        ]

        @functools.wraps(body)
        def command(**given: Any) -> None:
            run = Run({name: given.pop(name) for name in options})
            run.check_report()
            sections = run.unquoted(body(run, **given))
            show(sections, run.format, full=run.full)
            run.pass_gates()
            usual = run.named.get("then", then)
            if usual and run.format == "table" and not given.get("dry_run"):
                say(f"Next: {next_command(usual, given | run.named)}")

        taken: Any = command
        taken.__signature__ = Signature(parameters)
        taken.__doc__ = re.sub(r"\n( *Example: )", r"\n\n\1", body.__doc__ or "")
        taken.__annotations__ = {one.name: one.annotation for one in parameters}
        del taken.__wrapped__
        return command

    return make
