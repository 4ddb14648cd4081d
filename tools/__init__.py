"""Scripts behind the Makefile: standard library only, since they run before anything is installed.

Those that make data of exercises (`fashion_data`, `fashion_drawing`, `backbone`) need the environment.
"""
