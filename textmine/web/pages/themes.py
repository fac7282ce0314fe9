"""Themes: cards with words, shares and quotations; people name, join, part and finish them."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from textmine.errors import InputError
from textmine.stats.intervals import Interval
from textmine.topics import Quotation, TopicView
from textmine.topics.naming import theme_changes
from textmine.topics.naming.themes_file import Theme
from textmine.web.pages.reports import NOT_CODERS
from textmine.web.places import place_of
from textmine.web.serving.handlers import LEAD, Answer, Asked, Go, Page, Route
from textmine.web.themed import Themed, topic_models

_TOPIC = "topic:"


@dataclass(frozen=True)
class Card:
    """A theme as a card shows it; `theme` is what people made of it, None for a topic alone.

    `quotations` and `dissent` have the address of the place that they stand at; those of dissent
    also why they stand apart.
    """

    topic: TopicView
    theme: Theme | None
    share: str
    trust: str
    quotations: Sequence[tuple[Quotation, str]]
    dissent: Sequence[tuple[Quotation, str, str]]

    @property
    def parts(self) -> int:
        """How many topics it is made of."""
        return len(self.theme.topics) if self.theme else 1


def themes(asked: Asked) -> Answer:
    """Show the topic models to choose from, or the themes of one."""
    models = topic_models(asked.workspace)
    name = asked.query.get("model", "") or (models[0][0] if len(models) == 1 else "")
    if not name:
        return Page("themes_choose.html", {"models": models})
    themed = asked.site.themed.of(asked.workspace, name)
    ids = [part for topic in themed.view.topics for part in topic.id.split("+")]
    return Page(
        "themes.html",
        {
            "model": name,
            "models": models,
            "view": themed.view,
            "cards": [card_of(themed, topic) for topic in themed.view.topics],
            "history": themed.themes.history[::-1],
            "remarks": theme_changes.lost_topics(themed.themes, ids),
            "changed": asked.query.get("changed", ""),
        },
    )


def card_of(themed: Themed, topic: TopicView) -> Card:
    """Return a theme as a card shows it."""
    corpus = themed.view.corpus
    return Card(
        topic,
        themed.themes.themes.get(topic.name),
        percent(topic.share, topic.interval),
        _trust(topic),
        [(quotation, quoted_at(corpus, quotation)) for quotation in topic.quotations],
        [
            (dissent.quotation, quoted_at(corpus, dissent.quotation), dissent.why)
            for dissent in topic.portrait.dissenting
        ],
    )


def quoted_at(corpus: str, quotation: Quotation) -> str:
    """Return the address of the place that a quotation stands at."""
    return place_of(corpus, quotation.document, quotation.start, quotation.end)


def percent(share: float, interval: Interval) -> str:
    """Return a share in per cent with its interval, where there is one."""
    if not interval.defined:
        return f"{100 * share:.0f} %"
    return f"{share * 100:.0f} % [{interval.low * 100:.0f}, {interval.high * 100:.0f}]"


def rename(asked: Asked) -> Answer:
    """Give a topic a name, or a theme another one."""
    topic = [asked.needed("topic")]
    description = asked.form.get("description", "")
    return _done(
        asked,
        theme_changes.make_theme(
            asked.workspace,
            asked.needed("model"),
            topic,
            asked.needed("name"),
            description,
            _why(asked),
        ),
    )


def merge(asked: Asked) -> Answer:
    """Make one theme of several topics or themes."""
    topics = [name.removeprefix(_TOPIC) for name in asked.form if name.startswith(_TOPIC)]
    if len(topics) < 2:
        raise InputError(
            "You chose fewer than two themes.", hint="Choose all that belong together."
        )
    model, into = asked.needed("model"), asked.needed("into")
    return _done(
        asked, theme_changes.make_theme(asked.workspace, model, topics, into, "", _why(asked))
    )


def part(asked: Asked) -> Answer:
    """Take a theme apart into the topics that it is made of."""
    model, name = asked.needed("model"), asked.needed("name")
    return _done(asked, theme_changes.part_theme(asked.workspace, model, name, _why(asked)))


def finish(asked: Asked) -> Answer:
    """Say that a theme is final, and why."""
    model, name = asked.needed("model"), asked.needed("name")
    reason = _why(asked)
    if not reason:
        raise InputError("A final theme needs a reason.", hint="Say what you read.")
    return _done(asked, theme_changes.finish_theme(asked.workspace, model, name, reason))


def _why(asked: Asked) -> str:
    """Return the reason of a change, with who made it where there are accounts."""
    reason = asked.form.get("reason", "").strip()
    who = asked.session.account
    return f"{reason} ({who})" if reason and who else reason


def _done(asked: Asked, changed: theme_changes.Changed) -> Answer:
    done = "yes" if changed.told else "no"
    return Go(f"/themes?{urlencode({'model': asked.needed('model'), 'changed': done})}")


def _trust(topic: TopicView) -> str:
    """Say how far a topic comes back when it is fitted again."""
    if math.isnan(topic.stability):
        return "stability was not measured"
    sentence = f"stability {topic.stability:.2f}"
    if math.isnan(topic.returned):
        return sentence
    return f"{sentence}, came back in {topic.returned * 100:.0f} % of fits to fewer texts"


ROUTES = (
    Route("/themes", "GET", NOT_CODERS, themes, menu="Themes"),
    Route("/themes/name", "POST", LEAD, rename),
    Route("/themes/merge", "POST", LEAD, merge),
    Route("/themes/part", "POST", LEAD, part),
    Route("/themes/finish", "POST", LEAD, finish),
)
