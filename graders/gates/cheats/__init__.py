"""Cheating submissions: texts that become Python in a cell, and what they share with the recording one."""
