"""Variants of context-quiz: described data, and small programs whose output Flask itself confirms.

The prompt says which data belong where; each description says who knows the data, how long, and why.
"""

from __future__ import annotations

import random
import re

from graders.quiz import Question, both, choice, matching, number, ordering, several

PLACES = {key: both(f"`{key}`", f"`{key}`") for key in ("app.config", "request", "g", "session")}
PLACES["database"] = both("a database", "데이터베이스")
WHY = {
    "app.config": both("the same for everybody, and fixed before the first request", "모두에게 같고 첫 요청 전에 정해집니다"),
    "request": both("the browser sent it with this request", "브라우저가 이번 요청과 함께 보낸 것입니다"),
    "g": both("the application made it while answering, and needs it no longer afterwards", "애플리케이션이 응답하면서 마련한 것이고, 응답한 뒤에는 필요 없습니다"),
    "session": both("small, about one browser, and needed at its later requests", "브라우저 하나에 관한 작은 데이터이고, 그 브라우저의 다음 요청에도 필요합니다"),
    "database": both("it changes while the application runs, and must outlast browsers and restarts", "실행 중에 바뀌며, 브라우저를 닫거나 서버를 다시 시작해도 남아야 합니다"),
}  # fmt: skip
# fmt: off
DATA = {
    "app.config": [
        ("the address of the mail server, which the administrator sets before the start", "관리자가 시작하기 전에 정해 두는 메일 서버의 주소"),
        ("how many items every page of the shop shows, decided by the author for all visitors", "만든 사람이 모든 방문자에게 똑같이 정한, 한 페이지에 보일 상품의 수"),
        ("the key with which all sessions are signed", "모든 세션에 서명할 때 쓰는 키"),
        ("where the database is: a URL that is given when the application starts", "애플리케이션을 시작할 때 주는 데이터베이스의 URL"),
        ("whether the debugger is on, which must not change while the application runs", "실행 중에 바뀌면 안 되는, 디버거를 켤지 말지"),
        ("the folder into which uploads of everybody go, fixed per server", "누가 올리든 파일이 저장되는, 서버마다 정해진 폴더"),
        ("the largest upload that the application accepts at all, 16 MB on this server", "이 서버의 애플리케이션이 받는 업로드의 최대 크기, 16 MB"),
        ("the title of the site, chosen once when it is set up", "사이트를 설치할 때 한 번 정하는 제목"),
    ],
    "request": [
        ("what somebody has just typed into the form that is being answered", "지금 응답하려는 폼에 누군가 방금 입력한 내용"),
        ("the word that is searched for in `/search?q=tea`, needed for this result page only", "`/search?q=tea`에서 찾는 단어. 이 결과 페이지에만 필요합니다"),
        ("the header `Accept-Language` of this call, before anybody has evaluated it", "이번 요청의 헤더 `Accept-Language`를 아직 아무도 해석하지 않은 것"),
        ("the method, GET or POST, by which the view was called", "뷰를 부른 이번 요청의 메서드가 GET인지 POST인지"),
        ("the file that is being uploaded right now, as it arrives", "지금 올라오고 있는 파일 그대로"),
        ("the raw cookies that the browser sent along this time", "브라우저가 이번에 함께 보낸 쿠키들 그대로"),
        ("the JSON body of the call that is being answered", "지금 응답하고 있는 요청의 JSON 본문"),
        ("the IP address from which this call came", "이번 요청을 보낸 쪽의 IP 주소"),
    ],
    "g": [
        ("the connection to the database that the first query of a request opens and the end of the request closes", "요청의 첫 쿼리가 열고 요청이 끝나면 닫는 데이터베이스 연결"),
        ("the user object that a function before each view loads from the database, so that the view need not load it again", "뷰보다 먼저 실행되는 함수가 데이터베이스에서 읽어 두어, 뷰가 다시 읽지 않아도 되는 사용자 객체"),
        ("the moment at which work on this request began, noted by the application so that it can log the duration at its end", "요청이 끝날 때 걸린 시간을 로그에 남기려고 애플리케이션이 적어 둔, 이 요청을 처리하기 시작한 시각"),
        ("a random number that the application gives to each request, so that all log lines of that request carry it", "한 요청의 모든 로그에 붙이려고 애플리케이션이 요청마다 새로 만드는 임의의 번호"),
        ("the number of queries made so far while this one page is being built, shown at its foot", "이 페이지 하나를 만드는 동안 지금까지 실행한 쿼리의 수. 페이지 아래에 보여 줍니다"),
        ("the result of a slow check of rights that three functions need while one page is built; the next page checks anew", "페이지 하나를 만드는 동안 함수 세 개가 쓰는 느린 권한 검사의 결과. 다음 페이지에서는 다시 검사합니다"),
        ("a client of another service that is built at its first use in a request and must be closed when the request ends", "요청에서 처음 쓸 때 만들고 요청이 끝나면 닫아야 하는, 다른 서비스의 클라이언트 객체"),
        ("the language that the application has worked out from several headers, for the functions that build this answer", "이번 응답을 만드는 함수들이 쓰도록 애플리케이션이 여러 헤더를 따져 알아낸 언어"),
    ],
    "session": [
        ("that this browser has logged in as user 7, needed at its later pages until it logs out", "이 브라우저가 7번 사용자로 로그인했다는 것. 로그아웃할 때까지 다음 페이지들에서도 필요합니다"),
        ("the message “Saved.” for the page that this browser will be redirected to", "이 브라우저가 리다이렉트되어 갈 페이지에 보일 ‘저장했습니다.’라는 메시지"),
        ("the numbers of three articles in the basket of a visitor without an account, for as long as the browser is open", "계정이 없는 방문자가 브라우저를 열어 둔 동안 장바구니에 담은 상품 번호 세 개"),
        ("which step of a five-page form this browser has reached; nobody else may change it unnoticed", "다섯 쪽짜리 폼에서 이 브라우저가 몇 쪽까지 왔는지. 누가 몰래 바꾸면 안 됩니다"),
        ("a random token that this browser must send back with its next form", "이 브라우저가 다음 폼과 함께 돌려보내야 하는 임의의 토큰"),
        ("the address that a visitor wanted to see before being sent to the login page, needed after the login", "로그인 페이지로 보내지기 전에 방문자가 보려던 주소. 로그인한 뒤에 필요합니다"),
        ("how many wrong guesses this browser has made in the game it is playing, until it is closed", "이 브라우저를 닫을 때까지, 지금 하는 게임에서 틀린 횟수"),
        ("that this browser has confirmed its age, so that the following pages need not ask again", "이 브라우저가 나이를 확인했다는 것. 다음 페이지들에서 다시 묻지 않습니다"),
    ],
    "database": [
        ("all orders of all customers, which the accounts department needs for ten years", "회계 부서가 10년 동안 보관해야 하는 모든 고객의 모든 주문"),
        ("the hash of each user's password", "사용자마다 있는 비밀번호의 해시"),
        ("the posts of a blog, which authors add and change while the site runs and everybody reads", "사이트가 도는 동안 글쓴이들이 쓰고 고치며 모두가 읽는 블로그의 글"),
        ("how many tickets are left, when many browsers buy at the same time from several processes", "여러 프로세스에서 여러 브라우저가 동시에 살 때 남은 표의 수"),
        ("a guest book that must be complete after the server was restarted", "서버를 다시 시작해도 온전히 남아 있어야 하는 방명록"),
        ("the display name of an account, which its owner sees from any computer", "주인이 어느 컴퓨터에서든 볼 수 있는 계정의 표시 이름"),
        ("the ratings that thousands of visitors gave to a film, of which everybody sees the mean", "방문자 수천 명이 영화에 준 별점. 평균을 모두가 봅니다"),
        ("a chat's history, also for members who join from another browser tomorrow", "내일 다른 브라우저로 들어올 회원에게도 보일 대화 기록"),
    ],
}
TRUE = [
    ("`g` is empty when a request begins, whatever the request before put there.", "앞 요청이 무엇을 넣었든 `g`는 요청이 시작될 때 비어 있습니다.", "Flask makes a new `g` with each application context.", "플라스크가 애플리케이션 컨텍스트마다 `g`를 새로 만듭니다."),
    ("`g` belongs to the application context.", "`g`는 애플리케이션 컨텍스트에 속합니다.", "It is there within `app.app_context()`, without any request.", "요청이 없어도 `app.app_context()` 안에서 쓸 수 있습니다."),
    ("`request` and `session` belong to the request context.", "`request`와 `session`은 요청 컨텍스트에 속합니다.", "Both come from what a browser sent, so they need a request.", "둘 다 브라우저가 보낸 것에서 나오므로 요청이 있어야 합니다."),
    ("The server gets a request, and Flask opens an application context for it.", "서버에 요청이 오면 플라스크가 그 요청을 위해 애플리케이션 컨텍스트를 엽니다.", "That is why views can use `current_app` and `g` at once.", "그래서 뷰에서 `current_app`과 `g`를 바로 쓸 수 있습니다."),
    ("`current_app` can be used by a module that does not import the application.", "애플리케이션을 임포트하지 않는 모듈에서도 `current_app`을 쓸 수 있습니다.", "It is looked up in the open context at the moment of use.", "쓰는 순간에 열려 있는 컨텍스트에서 애플리케이션을 찾기 때문입니다."),
    ("In a script `with app.app_context():` makes `current_app` and `g` usable.", "스크립트에서 `with app.app_context():`를 쓰면 `current_app`과 `g`를 쓸 수 있습니다.", "Both belong to the application context, which the block opens.", "둘은 이 블록이 여는 애플리케이션 컨텍스트에 속합니다."),
    ("A visitor can read what their own session cookie holds.", "방문자는 자기 세션 쿠키에 든 내용을 읽을 수 있습니다.", "The cookie is signed, not encrypted.", "쿠키는 서명만 되어 있고 암호화되어 있지 않습니다."),
    ("A session cookie whose signature does not fit gives an empty session.", "서명이 맞지 않는 세션 쿠키는 빈 세션이 됩니다.", "Flask does not believe what it has not signed.", "플라스크는 자기가 서명하지 않은 내용을 믿지 않습니다."),
    ("A function registered with `teardown_appcontext` also runs after a request that failed.", "`teardown_appcontext`로 등록한 함수는 실패한 요청 뒤에도 실행됩니다.", "The application context ends in any case, and teardown with it.", "실패해도 애플리케이션 컨텍스트는 끝나고, 그때 실행됩니다."),
    ("Two browsers that talk to one process have two sessions and one `app.config`.", "한 프로세스에 접속한 두 브라우저의 세션은 둘이고 `app.config`는 하나입니다.", "Each browser keeps its own cookie; the process has one configuration.", "쿠키는 브라우저마다 있고, 설정은 프로세스에 하나입니다."),
    ("A value in a module's global variable is seen by later requests of the same process.", "모듈의 전역 변수에 둔 값은 같은 프로세스의 다음 요청에서도 보입니다.", "A module lives as long as its process; no request empties it.", "모듈은 프로세스가 끝날 때까지 남으며, 요청이 끝나도 비워지지 않습니다."),
    ("Functions called by a view may use `request` without getting it as an argument.", "뷰가 부르는 함수는 `request`를 인자로 받지 않고도 쓸 수 있습니다.", "They run while the view's request context is open.", "뷰의 요청 컨텍스트가 열려 있는 동안 실행되기 때문입니다."),
]
FALSE = [
    ("What is put into `g` stays until the server is stopped.", "`g`에 넣은 것은 서버를 멈출 때까지 남습니다.", "It is gone with the application context, at the end of the request.", "애플리케이션 컨텍스트와 함께, 요청이 끝날 때 사라집니다."),
    ("`g` is the place for data that one browser needs again at its next request.", "`g`는 브라우저가 다음 요청에서 다시 쓸 데이터를 두는 자리입니다.", "That is `session`; `g` does not survive a request.", "그것은 `session`입니다. `g`는 요청이 끝나면 남지 않습니다."),
    ("All visitors share one `g`.", "모든 방문자가 `g` 하나를 함께 씁니다.", "Each request has a `g` of its own.", "요청마다 `g`가 따로 있습니다."),
    ("`session` is stored on the server unless an extension is installed.", "확장을 설치하지 않으면 `session`은 서버에 저장됩니다.", "By default it is a signed cookie in the browser.", "기본으로는 브라우저에 있는, 서명된 쿠키입니다."),
    ("The session cookie is encrypted, so passwords are safe in it.", "세션 쿠키는 암호화되므로 비밀번호를 넣어도 안전합니다.", "It is signed only; everybody can read their own.", "서명만 되어 있어, 누구나 자기 것을 읽을 수 있습니다."),
    ("`current_app` works on the top level of a module that is being imported, before any context is open.", "컨텍스트가 열리기 전, 모듈을 임포트하는 동안 맨 바깥에서도 `current_app`을 쓸 수 있습니다.", "It raises RuntimeError: Working outside of application context.", "RuntimeError: Working outside of application context가 납니다."),
    ("`app.app_context()` alone makes `request` usable, too.", "`app.app_context()`만 열면 `request`도 쓸 수 있습니다.", "`request` needs a request context, such as `app.test_request_context()`.", "`request`에는 `app.test_request_context()` 같은 요청 컨텍스트가 필요합니다."),
    ("A new thread that a view starts sees that view's `request` by itself.", "뷰가 시작한 새 스레드에서는 그 뷰의 `request`가 저절로 보입니다.", "A new thread is in no context: pass it what it needs.", "새 스레드는 어느 컨텍스트에도 속하지 않으므로 필요한 것을 넘겨주어야 합니다."),
    ("A dictionary in a module is as good as `g`, since Flask empties it after each request.", "플라스크가 요청마다 비워 주므로 모듈의 딕셔너리도 `g`와 다름없습니다.", "Flask empties `g` only; the dictionary keeps everything.", "플라스크가 새로 만드는 것은 `g`뿐이고 딕셔너리에는 모두 남습니다."),
    ("`app.config` is the place for the name of the visitor who has logged in.", "`app.config`는 로그인한 방문자의 이름을 두는 자리입니다.", "All visitors share it; the session is the place.", "모든 방문자가 함께 쓰는 자리이므로 세션에 두어야 합니다."),
    ("`teardown_appcontext` runs once, when the server is stopped.", "`teardown_appcontext`는 서버를 멈출 때 한 번 실행됩니다.", "It runs whenever an application context ends, so after each request.", "애플리케이션 컨텍스트가 끝날 때마다, 그러니까 요청마다 실행됩니다."),
    ("Changing `request.cookies` in a view changes what the browser has stored.", "뷰에서 `request.cookies`를 바꾸면 브라우저에 저장된 쿠키도 바뀝니다.", "Only an answer sets cookies, with `set_cookie`.", "쿠키는 응답의 `set_cookie`로만 설정됩니다."),
]
# fmt: on
HEAD = 'from flask import Flask, {names}\n\napp = Flask(__name__)\napp.config.update(SECRET_KEY="k", TITLE="{title}")\n'
TRY = "def show():\n    try:\n        print({expression})\n    except RuntimeError as error:\n        print(str(error).splitlines()[0])\n"
#: what is asked for: what has to be there for it, and what it gives at the path /films
EXPRESSIONS = {
    'current_app.config["TITLE"]': ("application", "{title}"),
    'app.config["TITLE"]': ("nothing", "{title}"),
    'g.get("user", "nobody")': ("application", "nobody"),
    "request.path": ("request", "{path}"),
    'session.get("user", "nobody")': ("request", "nobody"),
}
#: where `show` is called: the lines, and what is open there
SITUATIONS = {
    "view": ('@app.get("{path}")\ndef films():\n    show()\n    return "done"\n\napp.test_client().get("{path}")', "request"),
    "before": ('app.before_request(show)\n\n@app.get("{path}")\ndef films():\n    return "done"\n\napp.test_client().get("{path}")', "request"),
    "after": ('@app.get("{path}")\ndef films():\n    return "done"\n\napp.test_client().get("{path}")\nshow()', "nothing"),
    "module": ("show()", "nothing"),
    "script": ("with app.app_context():\n    show()", "application"),
    "ended": ("with app.app_context():\n    pass\nshow()", "nothing"),
    "test": ('with app.test_request_context("{path}"):\n    show()', "request"),
    "thread": ('@app.get("{path}")\ndef films():\n    thread = Thread(target=show)\n    thread.start()\n    thread.join()\n    return "done"\n\napp.test_client().get("{path}")', "nothing"),
    "command": ('@app.cli.command("report")\ndef report():\n    show()\n\nprint(app.test_cli_runner().invoke(args=["report"]).output, end="")', "application"),
}  # fmt: skip
OPEN = {
    "nothing": both("No context is open where `show` runs", "`show`가 실행되는 곳에는 열린 컨텍스트가 없습니다"),
    "application": both("Where `show` runs an application context is open, and no request context", "`show`가 실행되는 곳에는 애플리케이션 컨텍스트만 열려 있고 요청 컨텍스트는 없습니다"),
    "request": both("Where `show` runs, both contexts are open", "`show`가 실행되는 곳에는 두 컨텍스트가 모두 열려 있습니다"),
}  # fmt: skip
NEEDS = {
    "nothing": both("`{e}` needs none", "`{e}`에는 컨텍스트가 필요 없습니다"),
    "application": both("`{e}` needs an application context", "`{e}`에는 애플리케이션 컨텍스트가 필요합니다"),
    "request": both("`{e}` needs a request context", "`{e}`에는 요청 컨텍스트가 필요합니다"),
}
ORDER = ("nothing", "application", "request")
ERRORS = {kind: f"Working outside of {kind} context." for kind in ("application", "request")}
#: where a counter lies: the lines that raise it by `step`, the expression that tells it
COUNTERS = {
    "g": (['g.count = g.get("count", {start}) + {step}'], "g.count"),
    "session": (['session["count"] = session.get("count", {start}) + {step}'], 'session["count"]'),
    "global": (['COUNTS["n"] += {step}'], 'COUNTS["n"]'),
    "config": (['current_app.config["N"] += {step}'], 'current_app.config["N"]'),
}
LIVES = {
    "g": both("`g` begins anew with each request", "`g`는 요청마다 새로 시작합니다"),
    "session": both("each browser has a session of its own, which goes on from request to request", "브라우저마다 세션이 따로 있고, 요청이 바뀌어도 이어집니다"),
    "global": both("a global variable of the module goes on for all browsers together", "모듈의 전역 변수는 모든 브라우저가 함께 쓰며 계속 이어집니다"),
    "config": both("`app.config` goes on for all browsers together", "`app.config`는 모든 브라우저가 함께 쓰며 계속 이어집니다"),
}  # fmt: skip
NAMES = ["Ada", "Kim", "Lin", "Mina"]


def generate(rng: random.Random) -> Question:
    """Return one question of a kind drawn at random."""
    return rng.choice([where, works, counts, blocks, order, statements])(rng)


def shown(code: str) -> str:
    """Return code as a block of Markdown."""
    return f"\n\n```python\n{code.strip()}\n```\n"


def where(rng: random.Random) -> Question:
    """Return four described data, each with one place."""
    places = rng.sample(list(PLACES), 4)
    items = {f"d{n}": rng.choice(DATA[place]) for n, place in enumerate(places, start=1)}
    answers = dict(zip(items, places, strict=True))
    return Question(
        "where",
        prompt=both("Where does each of these belong?", "각 데이터에 알맞은 자리는 어디입니까?"),
        fields=[
            matching("place", both("Place", "자리"), {key: both(*pair) for key, pair in items.items()}, PLACES, answers)
        ],
        worked={
            lang: "\n".join(f"- {items[key][lang == 'ko']} → **{PLACES[place][lang]}**: {WHY[place][lang]}." for key, place in answers.items())
            for lang in ("en", "ko")
        },
    )  # fmt: skip


def works(rng: random.Random) -> Question:
    """Return a program that asks for something in some place: its value, or an error."""
    expression, situation = rng.choice(list(EXPRESSIONS)), rng.choice(list(SITUATIONS))
    title, path = rng.choice(["Shelf", "Films", "Garden"]), rng.choice(["/films", "/shelf", "/plants"])
    needed, value = EXPRESSIONS[expression]
    lines, is_open = SITUATIONS[situation]
    value = value.format(title=title, path=path)
    found = value if ORDER.index(is_open) >= ORDER.index(needed) else ERRORS[needed]
    used = ", ".join(
        name for name in ("current_app", "g", "request", "session") if re.match(rf"{name}\b", expression)
    )
    head = HEAD.format(names=used, title=title).replace("Flask, \n", "Flask\n")
    head = ("from threading import Thread\n\n" if situation == "thread" else "") + head
    code = f"{head}\n{TRY.format(expression=expression)}\n{lines.format(path=path)}\n"
    options = {"value": value, **ERRORS}
    key = next(key for key, text in options.items() if text == found)
    last = both(f"`{found}`", f"`{found}`")
    return Question(
        "works",
        prompt=both(
            f"What does `show` print in this program, a whole file that runs from top to bottom?{shown(code)}",
            f"위에서 아래로 실행되는 이 프로그램에서 `show`는 무엇을 출력합니까?{shown(code)}",
        ),
        fields=[choice("line", both("`show` prints", "`show`의 출력"), {each: both(f"`{text}`", f"`{text}`") for each, text in options.items()}, key)],
        worked={
            lang: f"{OPEN[is_open][lang]}. {NEEDS[needed][lang].format(e=expression)}.\n\n- {last[lang]}"
            for lang in ("en", "ko")
        },
        facts={"code": code},
    )  # fmt: skip


def counts(rng: random.Random) -> Question:
    """Return a counter in one of four places, and what several requests of two browsers get."""
    place, start, step, calls = (
        rng.choice(list(COUNTERS)),
        rng.choice([0, 0, 10, 100]),
        rng.choice([1, 2, 5]),
        rng.choice([1, 1, 2]),
    )
    raising, told = COUNTERS[place]
    names = {"g": "g", "session": "session", "global": "g", "config": "current_app"}[place]
    browsers = [*rng.sample(["ada", "kim"], 2), rng.choice(["ada", "kim"]), rng.choice(["ada", "kim"])]
    made = {"global": f'COUNTS = {{"n": {start}}}\n', "config": f'app.config["N"] = {start}\n'}.get(place, "")
    body = "\n".join(f"    {line.format(start=start, step=step)}" for line in raising)
    code = (
        HEAD.format(names=names if place != "global" else "request", title="Counter")
        .replace(', TITLE="Counter"', "")
        .replace("import Flask, request", "import Flask")
        + made
        + f'\ndef count():\n{body}\n\n@app.get("/")\ndef index():\n'
        + "    count()\n" * calls
        + f"    return str({told})\n"
        + f'\nada, kim = app.test_client(), app.test_client()\nfor browser in [{", ".join(browsers)}]:\n    print(browser.get("/").text)\n'
    )
    held: dict[str, int] = {}
    answers = []
    for browser in browsers:
        who = browser if place == "session" else "all"
        held[who] = (start if place == "g" else held.get(who, start)) + step * calls
        answers.append(held[who])
    return Question(
        "counts",
        prompt=both(
            f"`ada` and `kim` are two browsers, each with cookies of its own. What does this program print, line by line?{shown(code)}",
            f"`ada`와 `kim`은 쿠키가 따로 있는 두 브라우저입니다. 이 프로그램은 한 줄씩 무엇을 출력합니까?{shown(code)}",
        ),
        fields=[number(f"line{n}", both(f"Line {n}, `{browser}`", f"{n}번째 줄, `{browser}`"), answer) for n, (browser, answer) in enumerate(zip(browsers, answers, strict=True), start=1)],
        worked={
            lang: both(
                f"Each request adds {step * calls}, and {LIVES[place]['en']}.", f"요청마다 {step * calls}만큼 커지고, {LIVES[place]['ko']}."
            )[lang] + "\n\n" + "\n".join(f"- `{browser}`: {answer}" for browser, answer in zip(browsers, answers, strict=True))
            for lang in ("en", "ko")
        },
        facts={"code": code},
    )  # fmt: skip


def blocks(rng: random.Random) -> Question:
    """Return blocks of `app.app_context()`, one within the other or one after the other, that use `g`."""
    first, second = rng.sample(NAMES, 2)
    nested = rng.choice([True, False])
    inner_sets = rng.choice([True, False])
    lines = ["with app.app_context():", f'    g.user = "{first}"']
    answers = []
    pad = "    " if nested else ""
    if not nested or rng.choice([True, False]):
        lines.append('    print(g.get("user"))')
        answers.append(first)
    lines.append(f"{pad}with app.app_context():")
    if rng.choice([True, False]) or not inner_sets:
        lines.append(f'{pad}    print(g.get("user"))')
        answers.append("None")
    if inner_sets:
        lines += [f'{pad}    g.user = "{second}"', f'{pad}    print(g.get("user"))']
        answers.append(second)
    if nested:
        lines.append('    print(g.get("user"))')
        answers.append(first)
    else:
        lines += ["with app.app_context():", '    print(g.get("user"))']
        answers.append("None")
    code = "from flask import Flask, g\n\napp = Flask(__name__)\n\n" + "\n".join(lines) + "\n"
    options = rng.sample([first, second, "None"], 3)
    rule = both(
        "Each `with app.app_context():` opens a context with an empty `g` of its own; when the block ends, the `g` from before is back, if there was one.",
        "`with app.app_context():`마다 비어 있는 `g`가 따로 있는 컨텍스트가 열립니다. 블록이 끝나면, 그 전에 있던 `g`가 있으면 다시 그것을 씁니다.",
    )
    return Question(
        "blocks",
        prompt=both(f"What does this program print, line by line?{shown(code)}", f"이 프로그램은 한 줄씩 무엇을 출력합니까?{shown(code)}"),
        fields=[choice(f"line{n}", both(f"Line {n}", f"{n}번째 줄"), options, answer) for n, answer in enumerate(answers, start=1)],
        worked={lang: rule[lang] + "\n\n" + "\n".join(f"{n}. {answer}" for n, answer in enumerate(answers, start=1)) for lang in ("en", "ko")},
        facts={"code": code},
    )  # fmt: skip


STAGES = ("before_request", "view", "after_request", "teardown_request", "teardown_appcontext")


def order(rng: random.Random) -> Question:
    """Return functions that Flask calls around a view, to be put in the order of their calls."""
    kinds = ["view", *rng.sample([stage for stage in STAGES if stage != "view"], rng.choice([2, 3]))]
    double = rng.choice(["before_request", "after_request", "", ""])
    kinds += [double] if double else []
    letters = [f"f{n}" for n in range(1, len(kinds) + 1)]
    rng.shuffle(kinds)
    parts, calls = [], {stage: [] for stage in STAGES}
    for name, kind in zip(letters, kinds, strict=True):
        argument = {
            "after_request": "answer",
            "teardown_request": "error",
            "teardown_appcontext": "error",
        }.get(kind, "")
        above = '@app.get("/")' if kind == "view" else f"@app.{kind}"
        end = {"view": '\n    return "done"', "after_request": "\n    return answer"}.get(kind, "")
        parts.append(f'{above}\ndef {name}({argument}):\n    print("{name}"){end}\n')
        calls[kind].append(name)
    calls["after_request"].reverse()
    answer = [name for stage in STAGES for name in calls[stage]]
    code = (
        "from flask import Flask\n\napp = Flask(__name__)\n\n"
        + "\n".join(parts)
        + '\napp.test_client().get("/")\n'
    )
    kind_of = dict(zip(letters, kinds, strict=True))
    rule = both(
        "First what stands before the request, in the order of registration; then the view; then `after_request`, the last registered first; then `teardown_request`, while the request context ends, and at last `teardown_appcontext`, while the application context ends.",
        "요청 앞의 함수가 등록된 순서대로 먼저 실행되고, 그다음 뷰, 그다음 `after_request`가 나중에 등록된 것부터 실행됩니다. 요청 컨텍스트가 끝나면서 `teardown_request`가, 마지막으로 애플리케이션 컨텍스트가 끝나면서 `teardown_appcontext`가 실행됩니다.",
    )
    return Question(
        "order",
        prompt=both(f"In which order do these functions print their names?{shown(code)}", f"이 함수들은 어떤 순서로 자기 이름을 출력합니까?{shown(code)}"),
        fields=[ordering("calls", both("Order", "순서"), letters, answer)],
        worked={lang: rule[lang] + "\n\n" + "\n".join(f"{n}. {name} (`{kind_of[name]}`)" for n, name in enumerate(answer, start=1)) for lang in ("en", "ko")},
        facts={"code": code},
    )  # fmt: skip


def statements(rng: random.Random) -> Question:
    """Return statements about contexts, some of them true."""
    right = rng.sample(range(len(TRUE)), rng.choice([1, 2, 3]))
    wrong = rng.sample(range(len(FALSE)), 4 - len(right))
    drawn = [("t", n) for n in right] + [("f", n) for n in wrong]
    rng.shuffle(drawn)
    options, answers, told, held = {}, [], {"en": [], "ko": []}, {"en": [], "ko": []}
    for place, (kind, n) in enumerate(drawn, start=1):
        pair = TRUE[n] if kind == "t" else FALSE[n]
        options[f"s{place}"] = both(*pair[:2])
        if kind == "t":
            answers.append(f"s{place}")
        for lang, text, why in (("en", pair[0], pair[2]), ("ko", pair[1], pair[3])):
            (held if kind == "t" else told)[lang].append(f"- {'✓' if kind == 't' else '✗'} {text} → {why}")
    return Question(
        "statements",
        prompt=both("Which of these statements are true?", "옳은 설명을 모두 고르세요."),
        fields=[several("true", both("True", "옳은 설명"), options, answers)],
        worked={lang: "\n".join(told[lang]) + "\n\n" + "\n".join(held[lang]) for lang in ("en", "ko")},
    )
