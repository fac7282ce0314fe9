"""Read raw files: find the reader, map the columns, check the rows, save a corpus."""
