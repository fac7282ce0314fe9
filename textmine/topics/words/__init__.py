"""Words of a corpus, a part of it or a theme: keyness, spread, collocates, concordance."""
