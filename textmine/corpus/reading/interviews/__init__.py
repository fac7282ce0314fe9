"""Interview transcripts: speaker turns of any kind of file."""
