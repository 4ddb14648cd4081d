"""python -m tools.image WHAT [--base IMAGE] [--tag NAME] [--mirror URL]

Makes the container images of this clone, each only when what it is made from has changed.

  sandbox   the image in which submissions run
  site      the image of the site and its workers
  bases     where no registry can be reached: a base, a PostgreSQL and a Redis image from Debian's packages

  --base        the image to build on, any of the Debian family (python:3.13-slim)
  --tag         what the image is called (seodang-sandbox:latest, seodang-site:latest)
  --mirror      where Debian's packages come from (the mirror that apt is configured for)

The environment's TORCH_INDEX is the package index that torch comes from, as for `make setup`.
"""

from __future__ import annotations

import argparse
import sys

import docker
import docker.errors

from tools import progress
from tools.images import bases, building, sandbox, site

DEFAULT_BASE = "python:3.13-slim"


def main() -> int:
    """Make what is named; print each image's name and id."""
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("what", choices=["sandbox", "site", "bases"])
    parser.add_argument("--base", default=DEFAULT_BASE)
    parser.add_argument("--tag", default="")
    parser.add_argument("--mirror", default="")
    try:
        for name, image in _make(docker.from_env(), parser.parse_args()):
            print(f"{name} {image}")
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


def _make(client: docker.DockerClient, chosen: argparse.Namespace) -> list[tuple[str, str]]:
    if chosen.what == "bases":
        return [(tag, bases.make(client, kind, chosen.mirror)) for kind, tag in bases.tags().items()]
    image = {"sandbox": sandbox, "site": site}[chosen.what]
    tag = chosen.tag or image.TAG
    return [(tag, image.make(client, chosen.base, tag))]


if __name__ == "__main__":
    sys.exit(main())
