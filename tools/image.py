"""Make the container images that this clone needs; nothing is done twice.

  python -m tools.image sandbox   the image in which submissions run

Settings (environment):
  BASE          the image to build on, any of the Debian family (python:3.13-slim)
  TORCH_INDEX   the package index that torch comes from, as for `make setup`
"""

from __future__ import annotations

import argparse
import os
import sys

import docker
import docker.errors

from tools import progress
from tools.images import building, sandbox

DEFAULT_BASE = "python:3.13-slim"


def main() -> int:
    """Make what is named; print each image's id on a line of its own."""
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("image", choices=["sandbox"])
    parser.add_argument("--base", default=os.environ.get("BASE") or DEFAULT_BASE)
    parser.add_argument("--tag", default=sandbox.TAG)
    chosen = parser.parse_args()
    try:
        client = docker.from_env()
        print(sandbox.make(client, chosen.base, chosen.tag))
    except docker.errors.DockerException as error:
        print(f"no container engine answers: {error}", file=sys.stderr)
        return 1
    except building.BuildError as error:
        print(error, file=sys.stderr)
        return 1
    except progress.CommandFailed as failure:
        print("\n".join([*failure.tail, "", str(failure)]), file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
