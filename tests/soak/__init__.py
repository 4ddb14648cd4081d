"""Thousands of mixed gradings on one worker, to see that nothing is left behind; see `__main__`."""
