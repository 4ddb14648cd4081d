"""From a fork to a closed room, in the order of `launch.py`."""
