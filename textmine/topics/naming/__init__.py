"""Names that last: topics keep their ids over refits, and people make themes of them."""
