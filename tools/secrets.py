"""Write the secrets of a site under docker-compose.yml, each into a file that only its reader can open.

Run it once (`make secrets HOSTS=seodang.example.org`); what is there already is kept, so running it again
only adds what is missing. Compose mounts each file into the services that need it, with the owner it has on
this machine, so the site's processes run as that owner: whoever runs this or, for root, a user of their own.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import secrets
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
#: Who the site's processes are where root runs this; nobody else's number, not the sandbox's 10001 either.
OWN_ID = 10002
SANDBOX_ID = 10001
BROKER_USER = "seodang"
PASSWORD_BYTES = 32


def main() -> int:
    """Write what is missing."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hosts", default="localhost", help="names the site answers to, comma separated")
    parser.add_argument("--folder", type=Path, default=ROOT, help="where docker-compose.yml is run")
    options = parser.parse_args()
    uid, gid = (OWN_ID, OWN_ID) if os.getuid() == 0 else (os.getuid(), os.getgid())
    if SANDBOX_ID in (uid, gid):
        print(f"secrets: run this as another user; {SANDBOX_ID} is the sandbox's number", file=sys.stderr)
        return 1
    made = write(options.folder, options.hosts, uid, gid)
    print("\n".join(f"wrote {path}" for path in made) or "nothing was missing")
    return 0


def write(folder: Path, hosts: str, uid: int, gid: int) -> list[Path]:
    """Write the files that are missing and return them."""
    home = folder / "secrets"
    home.mkdir(mode=0o700, exist_ok=True)
    made: list[Path] = []

    def keep(path: Path, text: Callable[[], str], owner: tuple[int, int] | None) -> str:
        """What the file says; written now if it is not there."""
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return path.read_text().strip()
        with os.fdopen(descriptor, "w") as file:
            file.write(text() + "\n")
            if owner is not None and os.getuid() == 0:
                os.fchown(file.fileno(), *owner)
        made.append(path)
        return path.read_text().strip()

    def password() -> str:
        return secrets.token_urlsafe(PASSWORD_BYTES)

    site = (uid, gid)
    keep(home / "secret_key", lambda: secrets.token_hex(PASSWORD_BYTES), site)
    database = keep(home / "database_password", password, None)
    keep(home / "database_url", lambda: f"postgresql+psycopg://seodang:{database}@database/seodang", site)
    broker = keep(home / "broker_password", password, None)
    keep(home / "broker_url", lambda: f"redis://{BROKER_USER}:{broker}@broker:6379/0", site)
    keep(home / "broker.conf", lambda: broker_configuration(broker), site)
    keep(folder / ".env", lambda: f"SEODANG_UID={uid}\nSEODANG_GID={gid}\nSEODANG_HOSTS={hosts}", None)
    return made


def broker_configuration(password: str) -> str:
    """Redis for ids alone: one user, who may do what a queue needs, and nothing kept on a disk.

    The file holds a digest, so that the password stands in one place only.
    """
    digest = hashlib.sha256(password.encode()).hexdigest()
    return "\n".join(
        (
            "user default off",
            f"user {BROKER_USER} on #{digest} ~* &* +@all -@admin -@dangerous",
            'save ""',
            "appendonly no",
            "maxmemory 128mb",
            "maxmemory-policy noeviction",
        )
    )


if __name__ == "__main__":
    sys.exit(main())
