"""A tour of every page of a site, in the states that people meet it in."""

from __future__ import annotations

import io
import re
import time
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import APIRequestContext, Browser, BrowserContext, FilePayload, Page, expect

from .lab import MAPS_WRONG, QUICK

ROOT = Path(__file__).parents[2]
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
FORM = re.compile(r'name="token"[^>]*value="([^"]+)"')
GRADED_S = 90.0
VISITOR, STUDENT, INSTRUCTOR = "visitor", "student", "instructor"
PASSWORD = "an evening by the lamp"
CONV = ROOT / "exercises" / "ai" / "conv2d-layer"
BROKEN = "import torch\n\n\ndef conv2d(x, weight, bias=None, stride=1, padding=0):\n    return x @ weigth\n"
BROKEN_QUIZ = "def generate(rng):\n    return rng.nothing\n"


def nothing(page: Page) -> None:
    """Leave the page as it opens."""


@dataclass(frozen=True)
class Stop:
    """One page: a name for its picture, its address, who opens it, what is done there, and its status."""

    name: str
    url: str
    who: str = STUDENT
    act: Callable[[Page], None] = nothing
    status: int = 200


class Tour:
    """A site with a student's and an instructor's traces in it, and the list of its pages."""

    def __init__(self, browser: Browser, url: str, courses: bool = True) -> None:
        self._browser = browser
        self._url = url
        self.cookies: dict[str, BrowserContext] = {}
        self.stops: list[Stop] = []
        self._lab = courses
        self._prepare()

    def context(
        self, who: str, lang: str, theme: str, width: int, height: int, *, scripts: bool = True
    ) -> BrowserContext:
        """A browser window of somebody in one language, theme and size."""
        context = self._browser.new_context(
            base_url=self._url,
            locale=lang,
            color_scheme="dark" if theme == "dark" else "light",
            viewport={"width": width, "height": height},
            reduced_motion="reduce",
            java_script_enabled=scripts,
            storage_state=self.cookies[who].storage_state() if who in self.cookies else None,
            timezone_id="Asia/Seoul",
        )
        context.set_default_timeout(20_000)
        if who in self.cookies:  # the account remembers a language, which goes before the browser's
            _post(context.request, "/language", {"lang": lang, "next": "/"})
        return context

    def close(self) -> None:
        """Leave, and leave the accounts in the language they had."""
        for context in self.cookies.values():
            _post(context.request, "/language", {"lang": "en", "next": "/"})
            context.close()

    def _prepare(self) -> None:
        """Let a student and an instructor leave something on every page."""
        student, instructor = self._register("haneul"), self._enter("/demo/instructor")
        self.cookies = {STUDENT: student, INSTRUCTOR: instructor}
        self._visitor_pages()
        self._course_pages()
        self._code_pages(student.request)
        self._quiz_pages(student.request)
        self._own_pages()
        self._teaching_pages(instructor.request)

    def _enter(self, door: str) -> BrowserContext:
        """Sign in at one of the demo's doors."""
        context = self._browser.new_context(base_url=self._url, locale="en")
        _post(context.request, door, {})
        return context

    def _register(self, name: str) -> BrowserContext:
        """Make an account, which also signs in."""
        context = self._browser.new_context(base_url=self._url, locale="en")
        _post(context.request, "/register", {"name": name, "password": PASSWORD})
        return context

    def _visitor_pages(self) -> None:
        self._add("sign-in", "/sign-in", VISITOR)
        self._add("sign-in-refused", "/sign-in", VISITOR, _sign_in_wrongly)
        self._add("register", "/register", VISITOR)
        self._add("register-refused", "/register", VISITOR, _register_badly)
        self._add("not-found", "/no-such-page", VISITOR, status=404)
        self._add("styleguide", "/styleguide", VISITOR)

    def _course_pages(self) -> None:
        self._add("home", "/")
        self._add("course", "/courses/ai")
        self._add("course-flask", "/courses/flask")
        self._add("course-map", "/courses/ai/map")
        self._add("course-terms", "/courses/ai/terms")
        self._add("lesson", "/courses/ai/lessons/5-1")
        self._add("search", "/search?q=convolution")
        self._add("search-nothing", "/search?q=zeppelin")
        self._add("search-empty", "/search")

    def _code_pages(self, asks: APIRequestContext) -> None:
        exercise = "/courses/ai/exercises/conv2d-layer"
        wrong = (CONV / "examples" / "wrong" / "flipped_kernel.py").read_text(encoding="utf-8")
        wrong = wrong[wrong.index("import") :]  # without the lines that say what it fails
        right = (CONV / "reference" / "solution.py").read_text(encoding="utf-8")
        self._add("workspace-new", "/courses/ai/exercises/lenet5")
        for name, source in (("accepted", right), ("error", BROKEN), ("wrong", wrong)):
            self._add(f"submission-{name}", hand_in(asks, exercise, source))
        self._add("workspace", exercise, act=_wait_for_editor)
        self._add("history", f"{exercise}/submissions")
        self._add("solution", f"{exercise}/solution")
        self._add("compare", f"{exercise}/compare")
        self._add("reset", f"{exercise}/draft/reset")
        self._add("solution-closed", "/courses/ai/exercises/lenet5/solution", status=403)
        if self._lab:
            self._add("submission-maps", hand_in(asks, "/courses/lab/exercises/two-maps", MAPS_WRONG))
            self._add("submission-curve", hand_in(asks, "/courses/lab/exercises/slow-training", QUICK))

    def _quiz_pages(self, asks: APIRequestContext) -> None:
        quiz = "/courses/ai/exercises/conv-output-size"
        self._add("quiz", quiz)
        answered = ask(asks, quiz)
        page = asks.get(answered).text()
        fields = re.findall(r'<input[^>]*name="([a-z][^"]*)"', page.split('class="question"')[1])
        _post(asks, f"{answered}/answers", dict.fromkeys((f for f in fields if f != "csrf_token"), "7"))
        self._add("question-answered", answered)
        fresh = ask(asks, quiz)
        self._add("question", fresh)
        self._add("question-malformed", fresh, act=_answer_in_letters)
        for slug in ("activation-graphs", "kmeans-step", "confusion-numbers", "lenet5-table"):
            self._add(f"question-{slug}", ask(asks, f"/courses/ai/exercises/{slug}"))

    def _own_pages(self) -> None:
        self._add("practice", "/practice")
        self._add("account", "/account")

    def _teaching_pages(self, asks: APIRequestContext) -> None:
        self._add("teaching", "/teaching", INSTRUCTOR)
        assignments = "/teaching/courses/ai/assignments"
        self._add("assignment", f"{assignments}/first-steps", INSTRUCTOR)
        self._add("assignment-new", f"{assignments}/new", INSTRUCTOR)
        self._add("validation-refused", upload(asks, "ai", _spoilt_quiz()), INSTRUCTOR)
        links = re.findall(r'href="(/teaching/[^"]+)"', asks.get("/teaching").text())
        for url in sorted(set(links)):
            if not url.endswith(".csv"):
                self._add(re.sub(r"\W+", "-", url.strip("/")), url, INSTRUCTOR)

    def _add(
        self,
        name: str,
        url: str,
        who: str = STUDENT,
        act: Callable[[Page], None] = nothing,
        status: int = 200,
    ) -> None:
        self.stops.append(Stop(name, url, who, act, status))


def hand_in(asks: APIRequestContext, exercise: str, source: str) -> str:
    """Submit one file, wait for its verdict and return the address of the submission's page."""
    page = asks.get(exercise).text()
    token = FORM.search(page)
    assert token is not None, f"no form on {exercise}"
    fields = {"source__solution.py": source, "mode": "submit", "token": token[1]}
    answer = _post(asks, f"{exercise}/submissions", fields, {"Accept": "application/json"})
    end = time.monotonic() + GRADED_S
    while asks.get(answer["status_url"]).json()["state"] != "done":
        assert time.monotonic() < end, f"{exercise} was not graded"
        time.sleep(0.2)
    return str(answer["url"])


def ask(asks: APIRequestContext, quiz: str) -> str:
    """Ask for a question and return the address of its page."""
    token = TOKEN.search(asks.get(quiz).text())
    assert token is not None
    answer = asks.post(f"{quiz}/variants", form={"csrf_token": token[1]})
    end = time.monotonic() + GRADED_S
    while 'class="question"' not in asks.get(answer.url).text():
        assert time.monotonic() < end, f"{quiz} made no question"
        time.sleep(0.2)
    return urlsplit(answer.url).path


def upload(asks: APIRequestContext, course: str, archive: bytes) -> str:
    """Upload a bundle, wait until its validation has ended and return the address of its page."""
    address = f"/teaching/courses/{course}/upload"
    token = TOKEN.search(asks.get(address).text())
    assert token is not None
    file = FilePayload(name="spoilt-quiz.zip", mimeType="application/zip", buffer=archive)
    page = urlsplit(asks.post(address, multipart={"csrf_token": token[1], "archive": file}).url).path
    end = time.monotonic() + GRADED_S
    while asks.get(f"{page}/status").json()["state"] != "done":
        assert time.monotonic() < end, "the upload was not validated"
        time.sleep(0.2)
    return page


def _spoilt_quiz() -> bytes:
    """A quiz whose generator breaks, zipped."""
    folder, data = CONV.parent / "conv-output-size", io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for path in (path for path in folder.iterdir() if path.is_file()):
            broken = path.name == "variants.py"
            text = (
                "def generate(rng):\n    return rng.nothing\n" if broken else path.read_text(encoding="utf-8")
            )
            archive.writestr(f"spoilt-quiz/{path.name}", text)
    return data.getvalue()


def _post(
    asks: APIRequestContext, url: str, fields: dict[str, str], headers: dict[str, str] | None = None
) -> dict[str, str]:
    """Send a form with the token of this browser; the answer's JSON where there is some."""
    token = TOKEN.search(asks.get("/no-such-page").text())
    assert token is not None
    answer = asks.post(url, form={"csrf_token": token[1], **fields}, headers=headers or {})
    assert answer.status < 400 or answer.status == 422, f"{url}: {answer.status} {answer.text()[:300]}"
    found: dict[str, str] = answer.json() if "json" in answer.headers.get("content-type", "") else {}
    return found


def _wait_for_editor(page: Page) -> None:
    expect(page.locator(".cm-content").first).to_be_visible()


def _sign_in_wrongly(page: Page) -> None:
    page.locator('[name="email_or_name"]').fill("nobody")
    page.locator('[name="password"]').fill("not the password")
    page.locator('main form [type="submit"], main form button').last.press("Enter")
    _wait_for_refusal(page)


def _register_badly(page: Page) -> None:
    page.locator('[name="name"]').fill("m")
    page.locator('[name="password"]').fill("12345678")
    page.locator('[name="password"]').press("Enter")
    _wait_for_refusal(page)


def _answer_in_letters(page: Page) -> None:
    page.locator(".question input").nth(1).fill("many")
    page.locator(".question button.button--primary").press("Enter")
    _wait_for_refusal(page)


def _wait_for_refusal(page: Page) -> None:
    """Wait for the page that answers: the one with the form has long been loaded."""
    expect(page.locator("main [role=alert], main [aria-invalid=true]").first).to_be_visible()
    page.wait_for_load_state()
