"""The models that read texts: the spaCy model, and the sentence encoder by its digest."""

from __future__ import annotations

from textmine.config import NlpSettings
from textmine.errors import ExtraMissingError, TextmineError
from textmine.project.doctor.check import Check

_PART = "models that read"


def weight_checks(settings: NlpSettings) -> list[Check]:
    """Look at the model of the language of the settings and at the encoder of the block meaning."""
    return [_language(settings), _encoder()]


def _language(settings: NlpSettings) -> Check:
    from textmine.nlp.pipeline import check_weights, choose_model

    name = f"spaCy, '{settings.lang}'"
    try:
        choice = choose_model(settings)
        known = check_weights(choice)
    except ExtraMissingError as error:
        return Check(_PART, name, "look", error.message, error.hint)
    except TextmineError as error:
        return Check(_PART, name, "wrong", error.message, error.hint)
    if choice.remark:
        return Check(_PART, name, "look", choice.title, f"{choice.remark}.")
    told = "; its weights are the published ones" if known else ""
    return Check(_PART, name, "ok", f"{choice.title}{told}")


def _encoder() -> Check:
    from textmine.nlp.encoders.universal import universal_encoder

    try:
        encoder = universal_encoder()
    except TextmineError as error:
        return Check(_PART, "sentence encoder", "wrong", error.message, error.hint)
    told = f"{encoder.title}; its weights are the published ones"
    return Check(_PART, "sentence encoder", "ok", told)
