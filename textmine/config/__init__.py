"""Settings of a workspace, and how long work reports its progress."""

from textmine.config.progress import Progress, silent
from textmine.config.settings import (
    EngineName,
    NlpSettings,
    Settings,
    TopicSettings,
    TrainSettings,
    read_settings,
)

__all__ = [
    "EngineName",
    "NlpSettings",
    "Progress",
    "Settings",
    "TopicSettings",
    "TrainSettings",
    "read_settings",
    "silent",
]
