"""Finding personal data in texts: one rule family a file, one finder over all of them."""

from textmine.corpus.speakers import is_nobody
from textmine.privacy.finding.capitalisation import Casing, count_casing
from textmine.privacy.finding.finder import (
    Finder,
    NameReader,
    choose_name_reader,
    language_doubt,
    stop_words,
)
from textmine.privacy.finding.found import CERTAINTIES, SURE, UNSURE, Found, settle
from textmine.privacy.finding.known import known_names, pieces
from textmine.privacy.finding.streets import ADDRESS
