"""Public corpora by name: where they come from, under which licence, and how they are read."""

from textmine.corpus.public.dataset import PublicCorpus, PublicSource, find_public, public_corpora
from textmine.corpus.public.download_sources import Place, check_served, place_of
from textmine.corpus.public.fetching import fetch_public
