"""Making the container images: contexts, wheels, the engine's build, and bases where no registry answers."""
