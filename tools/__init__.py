"""Scripts behind the Makefile; standard library only, since they run before anything is installed."""
