"""Settings of a workspace, and how long work reports its progress."""

from textmine.config.progress import Progress, Tell, silent, untold
from textmine.config.settings import (
    NlpSettings,
    Settings,
    TopicSettings,
    TrainSettings,
    read_settings,
)
