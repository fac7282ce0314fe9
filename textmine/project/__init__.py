"""A workspace as a whole: where it stands, if it is sound, if its runs can be repeated."""
