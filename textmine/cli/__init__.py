"""The command line: a file for commands of a kind; each parses, calls one function and prints."""
