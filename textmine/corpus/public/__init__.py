"""Public corpora by name: where they come from, under which licence, and how they are read."""

from textmine.corpus.public.dataset import PublicCorpus, PublicSource, find_public, public_corpora
from textmine.corpus.public.download_sources import Place, check_served, gathered, place_of
from textmine.corpus.public.fetching import check_fetched, fetch_public, read_public
