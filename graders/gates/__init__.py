"""Gates: what an exercise has to pass itself before anybody is graded by it."""
