"""A command is a function that returns what it found: options that commands share, and showing."""

from __future__ import annotations

import functools
import re
import shlex
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from inspect import Parameter, Signature, signature
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar, get_type_hints

from textmine.cli.options import SHARED, as_option
from textmine.cli.repeating import typed_words
from textmine.cli.shared import open_workspace, replaces, report_written, say
from textmine.cli.show import show
from textmine.errors import UsageError
from textmine.present import Section, without_quotations

if TYPE_CHECKING:
    from textmine.choices import Coded, Format, ReportForm
    from textmine.config import Settings
    from textmine.corpus import Corpus
    from textmine.corpus.taking import Taking
    from textmine.present import Section
    from textmine.reading.coded_at import CodedAt
    from textmine.report.document import Report
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

    def tell_repeated(self, corpora: Sequence[Corpus | Taking]) -> None:
        """Tell which documents have the text of another corpus of these, and so count twice."""
        from textmine.corpus.duplicates.word_for_word import in_earlier_corpora
        from textmine.report.wording import first_of

        for name, ids in in_earlier_corpora(corpora).items():
            self.tell(
                f"{len(ids):,} documents of '{name}' count twice: another of these corpora has "
                f"their text word for word ({first_of(ids, 3)}). 'textmine corpus exclude {name}' "
                "leaves them out."
            )

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

    def answers(self, corpus: Corpus) -> Corpus:
        """Return the documents for which --where holds, without what no respondent says.

        A --where that speaks of turns decides itself.
        """
        from textmine.corpus import select_documents
        from textmine.corpus.hierarchy import where_answered

        where, n_asked = where_answered(corpus, self.where)
        if n_asked:
            self.tell(
                f"{n_asked:,} turns that no respondent speaks are left out, such as questions "
                "(--where turn=question takes these)."
            )
        return select_documents(corpus, where)

    def paged(
        self,
        found: Found,
        corpora: Sequence[Corpus],
        *,
        title: str = "",
        about: str = "",
        settings: Mapping[str, Any] = MappingProxyType({}),
    ) -> Found:
        """Return what was found; write it as the page reports/NAME, where --report names one.

        Without a `title` the page has that of the first section. The manifest keeps the command as
        it was typed, so that `textmine verify` can repeat it.
        """
        name = self.given["report"]
        if name is not None:
            from textmine.present import Section
            from textmine.report.folder import write_report_folder

            words = typed_words()
            used = {**settings, "command": words} if words else dict(settings)
            sections = [found] if isinstance(found, Section) else found
            report = self.report_of(sections, corpora, title or sections[0].title, about)
            former = replaces(self.workspace, "reports", name)
            page = write_report_folder(self.workspace, name, report, used, self.seed, self.forms)
            say(report_written(page, former))
        return found

    def displayed(self, section: Section, corpora: Sequence[Corpus]) -> Section:
        """Return a section; write it as the page of --report and the file of --out, if any."""
        out, about = self.given["out"], " ".join(self.where)
        self.paged(section, corpora, about=about)
        if out is not None:
            from textmine.report.folder import write_out

            write_out(out, self.report_of([section], corpora, section.title, about))
            say(f"The display is in {out}.")
        return section

    def report_of(
        self, sections: Sequence[Section], corpora: Sequence[Corpus], title: str, about: str
    ) -> Report:
        """Return sections as a report that says what the run told and what it was made from."""
        from textmine.report.document import Report
        from textmine.report.folder import made_with

        first, *rest = self.unquoted(sections)
        return Report(
            title=title,
            subtitle=about,
            synthetic=any(corpus.info.synthetic for corpus in corpora),
            sections=[replace(first, sentences=[*self.told, *first.sentences]), *rest],
            made_with=made_with(self.seed),
            inputs={f"corpora/{corpus.name}": corpus.info.digest for corpus in corpora},
        )

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
            if usual and run.format == "table" and not (run.given | given).get("dry_run"):
                say(f"Next: {next_command(usual, given | run.named)}")

        taken: Any = command
        taken.__signature__ = Signature(parameters)
        taken.__doc__ = re.sub(r"\n( *Example: )", r"\n\n\1", body.__doc__ or "")
        taken.__annotations__ = {one.name: one.annotation for one in parameters}
        del taken.__wrapped__
        return command

    return make
