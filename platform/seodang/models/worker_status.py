"""What each worker says about itself."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, now


class WorkerStatus(Base):
    """The last word of one worker; a word that is too old counts as silence."""

    __tablename__ = "worker_status"

    holder: Mapped[str] = mapped_column(String(255), primary_key=True)  #: host, boot and process
    state: Mapped[str] = mapped_column(String(16))  #: warming, ready or off
    detail: Mapped[dict[str, Any]]  #: why it is off and what cures that; number of slots
    at: Mapped[datetime] = mapped_column(default=now)
