from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import pytz
from flask import Flask
from flask_login import login_user

from seodang import locales
from seodang.extensions import db
from seodang.models import User
from seodang.services import preferences
from seodang.services.exceptions import InputError
from seodang.services.preferences import Preferences

MOMENT = datetime(2026, 7, 1, 15, 30, tzinfo=UTC)


def test_defaults_hold_until_something_is_chosen(student: User) -> None:
    """Who has chosen nothing gets the defaults, and the browser's time."""
    assert preferences.of(student) == Preferences()
    assert preferences.timezone_of(student) is None


def test_saving_one_keeps_the_others(student: User) -> None:
    """A form that sends one setting leaves the rest as it was."""
    preferences.save(student, {"font_size": 18})
    preferences.save(student, {"run_on_pause": True})

    assert preferences.of(student) == Preferences(font_size=18, run_on_pause=True)


@pytest.mark.parametrize("values", [{"font_size": 400}, {"font_size": "x"}, {"wrap": "perhaps"}])
def test_settings_there_are_not_are_refused(student: User, values: dict[str, object]) -> None:
    """A size nobody offers, or a value of another kind, changes nothing."""
    with pytest.raises(InputError):
        preferences.save(student, values)

    assert preferences.of(student) == Preferences()


@pytest.mark.parametrize("stored", [{"font_size": []}, {"font_size": 9999}, {"of_old": 1}, {}])
def test_what_no_longer_fits_counts_as_not_chosen(student: User, stored: dict[str, object]) -> None:
    """Values of an older version never break a page."""
    student.preferences = stored
    db.session.commit()

    assert preferences.of(student) == Preferences()


def test_zones_come_in_regions_and_every_part_knows_them(app: Flask) -> None:
    """Each zone stands in one region, and the library that formats dates knows it too."""
    listed = [zone for _, zones in preferences.zones_by_region() for zone in zones]

    assert len(listed) == len(set(listed)) == len(preferences.zones())
    assert {"Asia/Seoul", "Europe/Berlin", "America/Argentina/Buenos_Aires", "UTC"} <= set(listed)
    assert set(listed) <= set(pytz.all_timezones)


@pytest.mark.parametrize("name", ["Asia/Nowhere", "../../etc/passwd", "Asia/", "GB", "x" * 99])
def test_unknown_zones_are_refused(student: User, name: str) -> None:
    """Only names of the list are stored."""
    with pytest.raises(InputError):
        preferences.set_timezone(student, name)


@pytest.mark.parametrize(
    ("zone", "told"),
    [
        ("Asia/Seoul", "2026-07-02 00:30 KST"),
        ("Europe/Berlin", "2026-07-01 17:30 CEST"),
        ("Asia/Kathmandu", "2026-07-01 21:15 UTC+05:45"),
        ("", "2026-07-01 15:30 UTC"),
    ],
)
def test_moments_are_told_in_the_readers_zone(app: Flask, student: User, zone: str, told: str) -> None:
    """A moment is the same one everywhere, told as the reader's clock would, with the zone's name."""
    preferences.set_timezone(student, zone)
    with app.test_request_context():
        login_user(student)
        template = "{% from 'macros/when.html' import moment %}{{ moment(at) }}"
        page = app.jinja_env.from_string(template).render(at=MOMENT)
        formatted = locales.timezone()

    assert told in page
    assert MOMENT.isoformat() in page
    assert ("data-local" in page) == (zone == "")
    assert formatted == ZoneInfo(zone or "UTC")


def test_summer_time_follows_the_moment(app: Flask, student: User) -> None:
    """The zone's name and distance are those of the moment told, not of now."""
    preferences.set_timezone(student, "Europe/Berlin")
    with app.test_request_context():
        login_user(student)
        winter = locales.zone_name(MOMENT + timedelta(days=180))

    assert winter == "CET"
