"""Fit a topic model again to a corpus that has grown."""

from dataclasses import replace

from textmine.config import Progress, Settings, TopicSettings, silent
from textmine.corpus import load_corpus, select_documents
from textmine.spread import HERE, Where
from textmine.store import Manifest, Workspace
from textmine.topics.fitting import fit_topics
from textmine.topics.model import load_topic_model
from textmine.topics.viewing import TopicsView


def update_topics(
    workspace: Workspace,
    name: str,
    corpus: str | None = None,
    progress: Progress = silent,
    spread: Where = HERE,
) -> TopicsView:
    """Fit models/`name` again, with its own settings, to its corpus as it is now or to another.

    Texts are read and units placed where `spread` says. The view's `changes` say how much the
    corpus grew and what became of each topic.
    """
    former, manifest = load_topic_model(workspace, name)
    loaded = load_corpus(workspace, corpus or str(manifest.details["corpus"]))
    chosen = select_documents(loaded, manifest.settings["where"])
    settings = settings_of(manifest, workspace)
    view = fit_topics(workspace, chosen, name, settings, progress, spread=spread)
    grown = len(chosen) - int(manifest.details["documents"])
    sentences = [f"Model '{name}' was fitted again, to {len(chosen):,} documents ({grown:+,})."]
    if set(former.topic_ids) <= set(load_topic_model(workspace, name)[0].topic_ids):
        sentences.append("Every topic came back.")
    return replace(view, changes=(*sentences, *view.changes))


def settings_of(manifest: Manifest, workspace: Workspace) -> Settings:
    """Return the settings with which a model was fitted, the others as they are now."""
    now = workspace.settings
    topic_settings = {
        key: manifest.settings[key]
        for key in TopicSettings.model_fields
        if key in manifest.settings
    }
    return Settings.model_validate(
        {
            **now.model_dump(),
            "seed": manifest.seed,
            "topics": topic_settings,
            "nlp": {**manifest.settings["nlp"], "n_process": now.nlp.n_process},
        }
    )
