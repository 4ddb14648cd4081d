"""Fuzzing of every decoder that reads bytes of a process that may be hostile; see `__main__`."""
