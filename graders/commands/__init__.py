"""The command line's verbs, one a file: `register` adds it to the parser, `run` does it."""
