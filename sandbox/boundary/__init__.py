"""The outer wall: what stands between the machine and everything a submission can reach."""
