"""Variants of flask-facts: commands, requests to small applications, and pools of sentences written by hand.

The prompt states every convention a question rests on; commands and requests have one answer each, which Flask
itself confirms.
"""

from __future__ import annotations

import random

from graders.quiz import Question, both, choice, matching, number, several, table

METHODS = ["GET", "POST", "PUT", "DELETE"]
STATUS = {"GET": 200, "POST": 201, "PUT": 200, "DELETE": 204}
# fmt: off
#: by method: what somebody wants, which fits this method alone
WISHES = {
    "GET": [
        ("show the list of all plants in `/plants`", "`/plants`에 있는 식물의 목록을 봅니다"),
        ("look at film `/films/{n}` without changing it", "영화 `/films/{n}`의 내용을 바꾸지 않고 봅니다"),
        ("search `/songs` for titles that contain “rain”", "`/songs`에서 제목에 ‘비’가 들어간 곡을 찾습니다"),
        ("read the weather report `/reports/{n}`", "날씨 보고서 `/reports/{n}`을 읽습니다"),
        ("print the recipe `/recipes/{n}`", "조리법 `/recipes/{n}`을 받아 인쇄합니다"),
        ("check how many copies of `/books/{n}` are left", "책 `/books/{n}`이 몇 권 남았는지 확인합니다"),
        ("open the second page of the list `/photos`", "목록 `/photos`의 두 번째 쪽을 엽니다"),
        ("copy the seat numbers of booking `/bookings/{n}` into a calendar", "예약 `/bookings/{n}`의 좌석 번호를 받아 달력에 옮깁니다"),
    ],
    "POST": [
        ("add a new plant to `/plants`; the server gives it a number", "`/plants`에 새 식물을 더합니다. 번호는 서버가 정합니다"),
        ("write a new comment into `/comments`; its number is not known yet", "`/comments`에 새 댓글을 씁니다. 번호는 아직 모릅니다"),
        ("place an order in `/orders` and be told its number", "`/orders`에 주문을 넣고 번호를 받습니다"),
        ("upload one more photo to `/photos`; the server names it", "`/photos`에 사진 한 장을 더 올립니다. 이름은 서버가 정합니다"),
        ("open a new account in `/users`, which assigns the next id", "`/users`에 새 계정을 만듭니다. 다음 번호는 서버가 매깁니다"),
        ("enter a new measurement in `/readings`, besides those that are there", "`/readings`에 이미 있는 것은 두고 새 측정값을 적습니다"),
        ("start a new game in `/games` and learn under which number it runs", "`/games`에 새 게임을 만들고 그 번호를 받습니다"),
        ("append a song to the collection `/songs`; the server picks its address", "모음 `/songs`에 곡을 하나 더합니다. 주소는 서버가 정합니다"),
    ],
    "PUT": [
        ("put a whole new text in the place of note `/notes/{n}`", "메모 `/notes/{n}`의 자리에 새 글을 통째로 놓습니다"),
        ("replace the profile `/users/{n}` by a completely filled form", "프로필 `/users/{n}`을 빠짐없이 채운 새 내용으로 교체합니다"),
        ("overwrite all settings of lamp `/lamps/{n}` with new ones", "전등 `/lamps/{n}`의 설정을 모두 새 설정으로 덮어씁니다"),
        ("save the whole edited recipe under its address `/recipes/{n}` again", "고친 조리법 전체를 원래 주소 `/recipes/{n}`에 다시 저장합니다"),
        ("set the price list `/prices/{n}` to exactly the content that is sent", "가격표 `/prices/{n}`을 보낸 내용과 똑같이 만듭니다"),
        ("exchange the map `/maps/{n}` for its corrected version", "지도 `/maps/{n}`을 바로잡은 판으로 바꿉니다"),
        ("let a corrected version take the place of address card `/cards/{n}`", "주소록 카드 `/cards/{n}`의 자리에 바로잡은 카드를 통째로 놓습니다"),
        ("write the full new timetable over timetable `/timetables/{n}`", "시간표 `/timetables/{n}` 위에 새 시간표 전체를 덮어씁니다"),
    ],
    "DELETE": [
        ("remove plant `/plants/{n}` from the collection", "식물 `/plants/{n}`을 모음에서 뺍니다"),
        ("throw away the draft `/drafts/{n}`", "초안 `/drafts/{n}`을 버립니다"),
        ("cancel booking `/bookings/{n}`, so that it no longer exists", "예약 `/bookings/{n}`을 없애서 더는 남아 있지 않게 합니다"),
        ("take comment `/comments/{n}` off the site for good", "댓글 `/comments/{n}`을 사이트에서 완전히 지웁니다"),
        ("erase the photo `/photos/{n}`", "사진 `/photos/{n}`을 지웁니다"),
        ("close account `/users/{n}`: from then on the address gives 404", "계정 `/users/{n}`을 없앱니다. 그 뒤로 이 주소는 404입니다"),
        ("strike the song `/songs/{n}` off the list", "목록에서 곡 `/songs/{n}`을 지웁니다"),
        ("get rid of the old backup `/backups/{n}`", "오래된 백업 `/backups/{n}`을 없앱니다"),
    ],
}
ROLES = {"model": both("model", "모델"), "view": both("view", "뷰"), "template": both("template", "템플릿")}
IN_MVC = {"model": both("model", "모델"), "view": both("controller", "컨트롤러"), "template": both("view", "뷰")}
PIECES = {
    "model": [
        ("a class `Post` whose objects are rows of the table `posts`", "객체 하나가 테이블 `posts`의 행 하나인 클래스 `Post`"),
        ("the rule that the stock of an article never falls below zero, kept by the class `Article`", "상품의 재고가 0보다 작아지지 않게 하는, 클래스 `Article`의 규칙"),
        ("the class `User`, which stores a hash of the password", "비밀번호의 해시를 저장하는 클래스 `User`"),
        ("the definition that an order has many items, each with a quantity", "주문 하나에 항목이 여럿 있고 항목마다 수량이 있다는 정의"),
        ("the method `Account.balance()`, which adds up stored bookings", "저장된 거래를 더하는 메서드 `Account.balance()`"),
        ("a column `due` of a task, and what counts as overdue", "할 일의 열 `due`와, 기한이 지났다고 보는 기준"),
        ("the class `Film`, which knows title and year of each stored film", "저장된 영화마다 제목과 연도를 아는 클래스 `Film`"),
        ("the rule of the class `Booking` that two bookings of a room never overlap", "한 방의 두 예약이 겹치지 않게 하는, 클래스 `Booking`의 규칙"),
    ],
    "view": [
        ("a function below `@app.get(\"/posts\")` that asks for all posts and returns a page", "`@app.get(\"/posts\")` 아래에서 글을 모두 가져와 페이지를 반환하는 함수"),
        ("the function that reads `request.form`, has the order stored, and redirects", "`request.form`을 읽고 주문을 저장하게 한 뒤 리다이렉트하는 함수"),
        ("the function that decides whether this request is answered with 404", "이 요청에 404로 답할지 정하는 함수"),
        ("a function `show(number)` that receives the number from the path `/films/<int:number>`", "경로 `/films/<int:number>`에서 번호를 받는 함수 `show(number)`"),
        ("the function that calls `render_template` with the tasks found", "찾은 할 일을 넘기며 `render_template`을 부르는 함수"),
        ("the code that Flask calls for `DELETE /photos/3`", "`DELETE /photos/3`이 오면 플라스크가 부르는 코드"),
        ("a function that turns the request's query into a search and returns the hits as JSON", "요청의 쿼리로 검색하고 결과를 JSON으로 반환하는 함수"),
        ("the function registered for the route `/login`, which answers GET and POST", "라우트 `/login`에 등록되어 GET과 POST에 답하는 함수"),
    ],
    "template": [
        ("the file `post.html`, in which `{{ post.title }}` stands between `<h1>` and `</h1>`", "`<h1>`과 `</h1>` 사이에 `{{ post.title }}`이 있는 파일 `post.html`"), ("the file with `{% for film in films %}` around one `<li>`", "`<li>` 하나를 `{% for film in films %}`로 감싼 파일"),
        ("`base.html`, the frame that all pages share", "모든 페이지가 함께 쓰는 틀 `base.html`"), ("the lines that show a sum in red if it is negative: `{% if total < 0 %}…`", "합계가 음수이면 빨갛게 보여 주는 줄 `{% if total < 0 %}…`"),
        ("the HTML of the order form, with a gap for the customer's name", "손님의 이름이 들어갈 빈칸이 있는 주문 폼의 HTML"), ("the text of a mail with `{{ name }}` in its first line", "첫 줄에 `{{ name }}`이 있는 메일의 글"),
        ("the file that says in which column of the page the date is shown", "날짜를 페이지의 어느 칸에 보일지 정하는 파일"), ("`list.html`, which a web designer edits without knowing Python", "웹 디자이너가 파이썬을 모르고도 고치는 `list.html`"),
    ],
}
PARTS = {
    "werkzeug": both("Werkzeug", "Werkzeug"), "jinja": both("Jinja", "Jinja"), "itsdangerous": both("ItsDangerous", "ItsDangerous"),
    "click": both("Click", "Click"), "none": both("none of the four", "넷 가운데 없음"),
}
TASKS = {
    "werkzeug": [
        ("reads the form fields and headers of a request into an object", "요청의 폼 필드와 헤더를 읽어 객체로 만듭니다"), ("finds out which rule the path `/films/7` fits", "경로 `/films/7`이 어느 규칙에 맞는지 찾습니다"),
        ("provides the server that `flask run` starts", "`flask run`이 시작하는 서버를 제공합니다"), ("shows the interactive traceback while one develops", "개발 중에 대화식 오류 추적 화면을 보여 줍니다"),
        ("speaks WSGI, the interface between a server and a Python application", "서버와 파이썬 애플리케이션 사이의 인터페이스인 WSGI를 다룹니다"), ("makes a salted hash of a password: `generate_password_hash`", "`generate_password_hash`로 비밀번호의 솔트 해시를 만듭니다"),
    ],
    "jinja": [
        ("replaces `{{ name }}` in a page by a value", "페이지의 `{{ name }}` 자리에 값을 넣습니다"), ("repeats a line for each item: `{% for item in items %}`", "`{% for item in items %}`로 항목마다 줄을 반복합니다"),
        ("applies the filter of `{{ title|upper }}`", "`{{ title|upper }}`의 필터를 적용합니다"), ("lets a page inherit its frame: `{% extends \"base.html\" %}`", "`{% extends \"base.html\" %}`로 페이지가 틀을 물려받게 합니다"),
        ("drops from the page what stands in `{# … #}`", "`{# … #}` 안의 글을 페이지에서 뺍니다"),
    ],
    "itsdangerous": [
        ("signs the session cookie, so that a change is noticed", "세션 쿠키에 서명하여 누가 고치면 알 수 있게 합니다"), ("computes the signature that `SECRET_KEY` is needed for", "`SECRET_KEY`로 서명을 계산합니다"),
        ("finds that a cookie's signature does not fit its content", "쿠키의 서명이 내용과 맞지 않음을 알아냅니다"), ("makes a token for a link in a mail that nobody can forge without the key", "키 없이는 위조할 수 없는, 메일 링크용 토큰을 만듭니다"),
    ],
    "click": [
        ("takes `flask run --port 8000` apart into a command and its options", "`flask run --port 8000`을 명령과 옵션으로 나눕니다"), ("prints the list of options for `flask run --help`", "`flask run --help`에 옵션의 목록을 출력합니다"),
        ("complains that `--port ten` is no number", "`--port ten`이 수가 아니라고 알려 줍니다"), ("gives an application commands of its own, such as `flask init-db`", "`flask init-db` 같은 애플리케이션만의 명령을 만들게 합니다"),
    ],
    "none": [
        ("maps classes to tables of an SQL database", "클래스를 SQL 데이터베이스의 테이블과 이어 줍니다"), ("keeps track of which user has logged in", "어느 사용자가 로그인했는지 관리합니다"),
        ("checks a form: that a field holds a mail address, for instance", "필드에 메일 주소가 있는지 보는 등 폼을 검증합니다"), ("changes the tables of a database when models change (migrations)", "모델이 바뀌면 데이터베이스의 테이블을 바꿉니다(마이그레이션)"),
        ("makes an admin page from the models", "모델로 관리자 페이지를 만들어 줍니다"), ("sends mail", "메일을 보냅니다"),
    ],
}
#: why a key is the answer, for the worked solutions
WHY = {
    "GET": both("GET reads and changes nothing.", "아무것도 바꾸지 않고 읽기만 하면 GET입니다."), "POST": both("POST adds to a collection what the server will number.", "모음에 새로 더하고 번호는 서버가 정하면 POST입니다."),
    "PUT": both("PUT puts whole new contents at a known address.", "이미 아는 주소에 새 내용을 통째로 놓으면 PUT입니다."), "DELETE": both("DELETE removes what is at an address.", "그 주소에 있는 것을 없애면 DELETE입니다."),
    "model": both("Data and the rules that they keep, whoever asks, are the model.", "누가 요청하든 지켜지는 데이터와 그 규칙은 모델입니다."), "view": both("What is called for a request and decides on the answer is a view, in MVC a controller.", "요청을 받아 무엇을 답할지 정하는 것은 뷰이고, MVC에서는 컨트롤러라고 합니다."),
    "template": both("What says how a page looks, with gaps to fill, is a template, in MVC a view.", "빈칸을 두고 페이지의 모양을 정하는 것은 템플릿이고, MVC에서는 뷰라고 합니다."),
    "werkzeug": both("Werkzeug has to do with WSGI and HTTP, the development server, and hashes of passwords.", "WSGI와 HTTP, 개발 서버, 비밀번호 해시는 Werkzeug의 일입니다."), "jinja": both("What stands in `{{ }}`, `{% %}` and `{# #}` is Jinja's.", "`{{ }}`, `{% %}`, `{# #}` 안의 글은 Jinja가 다룹니다."),
    "itsdangerous": both("ItsDangerous signs data and checks signatures.", "데이터에 서명하고 그 서명을 확인하는 것은 ItsDangerous입니다."), "click": both("Click reads command lines.", "명령줄은 Click이 읽습니다."), "none": both("Databases, logins, forms, admin pages and mail come from elsewhere.", "데이터베이스, 로그인, 폼 검증, 관리자 페이지, 메일은 다른 라이브러리의 일입니다."),
}
TRUE = [
    ("Flask is a framework for web applications in Python.", "플라스크는 파이썬으로 웹 애플리케이션을 만드는 프레임워크입니다."), ("Flask brings no database layer; an extension or another library does.", "플라스크에는 데이터베이스 계층이 없고, 확장이나 다른 라이브러리가 맡습니다."),
    ("A Flask application may have many modules and packages.", "플라스크 애플리케이션은 여러 모듈과 패키지로 이루어질 수 있습니다."), ("Without options `flask run` listens at 127.0.0.1, port 5000.", "옵션이 없으면 `flask run`은 127.0.0.1의 5000번 포트에서 기다립니다."),
    ("With `--host 0.0.0.0` the server listens at every IPv4 address of its computer.", "`--host 0.0.0.0`이면 서버는 컴퓨터의 모든 IPv4 주소에서 기다립니다."), ("GET is a safe method: whoever sends it asks for no change.", "GET은 안전한 메서드입니다. 보내는 쪽은 변경을 요청하지 않습니다."),
    ("PUT is idempotent: sent twice, it is meant to leave what it leaves when sent once.", "PUT은 멱등입니다. 두 번 보내도 한 번 보낸 것과 같은 상태가 되어야 합니다."), ("`@app.route(\"/notes\")` without `methods` answers GET, but not POST.", "`methods`가 없는 `@app.route(\"/notes\")`는 GET에는 답하고 POST에는 답하지 않습니다."),
    ("One path may have one view for GET and another for POST.", "한 경로에서 GET과 POST를 서로 다른 뷰가 맡을 수 있습니다."), ("The server of `flask run` is meant for development.", "`flask run`의 서버는 개발용입니다."),
    ("A view may return a dictionary; Flask makes JSON of it.", "뷰가 딕셔너리를 반환하면 플라스크가 JSON으로 만듭니다."), ("An answer with status 204 has no body.", "상태 코드가 204인 응답에는 본문이 없습니다."),
]
FALSE = [
    ("“Micro” means that an application has to fit into one file.", "‘마이크로’는 애플리케이션을 파일 하나에 담아야 한다는 뜻입니다.", "“Micro” means that the core is small and leaves decisions to you.", "‘마이크로’는 핵심이 작고 결정을 여러분에게 맡긴다는 뜻입니다."),
    ("Flask does not start without an SQL database.", "SQL 데이터베이스가 없으면 플라스크는 시작하지 않습니다.", "Flask needs no database at all.", "플라스크에 데이터베이스는 필요하지 않습니다."),
    ("Without options `flask run` is reached from every computer of the network.", "옵션이 없어도 네트워크의 모든 컴퓨터가 `flask run`의 서버에 접속할 수 있습니다.", "Without options only the same computer reaches it, at 127.0.0.1.", "옵션이 없으면 같은 컴퓨터에서 127.0.0.1로만 접속할 수 있습니다."),
    ("Without options `flask run` listens at port 80.", "옵션이 없으면 `flask run`은 80번 포트에서 기다립니다.", "The default is port 5000.", "기본값은 5000번 포트입니다."),
    ("The port of `flask run` cannot be chosen.", "`flask run`의 포트는 고를 수 없습니다.", "`--port` chooses it.", "`--port`로 고릅니다."),
    ("A view can answer with HTML only.", "뷰는 HTML로만 답할 수 있습니다.", "A view may answer with HTML, text, JSON or any bytes.", "뷰는 HTML, 글, JSON 등 무엇으로든 답할 수 있습니다."),
    ("POST is defined to be idempotent, like PUT.", "POST는 PUT처럼 멱등이라고 정의되어 있습니다.", "POST is not: two of them may add two things.", "POST는 멱등이 아닙니다. 두 번 보내면 두 개가 생길 수 있습니다."),
    ("`@app.route(\"/notes\")` without `methods` answers every method.", "`methods`가 없는 `@app.route(\"/notes\")`는 모든 메서드에 답합니다.", "It answers GET, and with it HEAD and OPTIONS.", "GET과, 그에 딸린 HEAD와 OPTIONS에 답합니다."),
    ("A known path with a method that no route allows gets 404.", "있는 경로에 받지 않는 메서드로 요청하면 404입니다.", "That is 405; 404 says that the path fits no route.", "405입니다. 404는 경로가 어떤 라우트에도 맞지 않는다는 뜻입니다."),
    ("`DELETE /notes/7` has to repeat the whole note in its body.", "`DELETE /notes/7`은 본문에 메모 전체를 다시 실어야 합니다.", "The address says which note is meant.", "어느 메모인지는 주소가 말해 줍니다."),
    ("What MVT calls a view is called a template in MVC.", "MVT의 뷰를 MVC에서는 템플릿이라고 부릅니다.", "MVC calls it a controller.", "MVC에서는 컨트롤러라고 부릅니다."),
    ("The server of `flask run` is recommended for production.", "`flask run`의 서버는 실제 서비스용으로 권장됩니다.", "Production wants a WSGI server made for it.", "실제 서비스에는 그 용도로 만든 WSGI 서버가 필요합니다."),
]
# fmt: on


def generate(rng: random.Random) -> Question:
    """Return one question of a kind drawn at random."""
    return rng.choice([address, dispatch, methods, mvt, parts, statements])(rng)


def command(rng: random.Random, host: str | None, port: int | None) -> tuple[list[str], str]:
    """Return the lines that start a server, None leaving the default, and by what they set the port."""
    words = rng.choice(["flask run", "flask --app shop run"])
    if host is not None:
        words += rng.choice([" --host {}", " --host={}", " -h {}"]).format(host)
    way = "default" if port is None else rng.choice(["option", "option", "variable", "both"])
    if way in ("option", "both"):
        words += rng.choice([" --port {}", " --port={}", " -p {}"]).format(port)
    variable = f"export FLASK_RUN_PORT={port if way == 'variable' else rng.choice([7000, 9000])}"
    return [variable, words] if way in ("variable", "both") else [words], way


PORT_BY = {
    "default": both("Nothing sets a port: the default.", "포트를 정하지 않았으므로 기본값입니다."),
    "option": both("An option sets the port.", "옵션이 포트를 정합니다."),
    "variable": both("The variable sets the port.", "환경 변수가 포트를 정합니다."),
    "both": both("The option beats the variable.", "옵션이 환경 변수보다 우선합니다."),
}
HOST_BY = (both("The command sets the host.", "명령이 호스트를 정합니다."), both("Nothing sets a host: the default.", "호스트를 정하지 않았으므로 기본값입니다."))  # fmt: skip


def address(rng: random.Random) -> Question:
    """Return a command line, whose server is to be found."""
    own = f"192.168.0.{10 * rng.randint(1, 9) + rng.choice([0, 3, 6])}"  # which fit the Korean particle behind them
    host = rng.choice([None, None, "127.0.0.1", "0.0.0.0", "0.0.0.0", own])
    port = rng.choice([None, 8000, 8080, 5001, 5050, 3000, 8888])
    lines, way = command(rng, host, port)
    heard, block = host or "127.0.0.1", "\n".join(lines)
    reach = {
        "127.0.0.1": both("this computer only, at 127.0.0.1", "이 컴퓨터에서만, 127.0.0.1로"),
        "0.0.0.0": both(f"this computer at 127.0.0.1, and others at {own}", f"이 컴퓨터에서는 127.0.0.1로, 다른 컴퓨터에서는 {own}으로"),
        own: both(f"this computer and others, at {own} only", f"이 컴퓨터와 다른 컴퓨터에서, {own}으로만"),
        "none": both("nobody, since that is no address", "주소가 아니므로 아무도 접속할 수 없음"),
    }  # fmt: skip
    return Question(
        "address",
        prompt=both(
            f"A computer has the address {own} in its network, besides 127.0.0.1. No firewall stands between the computers, and nothing else sets host or port. This starts a server on it:\n\n```sh\n{block}\n```\n\nWhere does the server listen, and who reaches it?",
            f"어떤 컴퓨터에는 127.0.0.1 말고도 네트워크에서 쓰는 주소 {own}이 있습니다. 컴퓨터 사이에 방화벽은 없고, 호스트와 포트를 정하는 다른 설정도 없습니다. 이 컴퓨터에서 다음과 같이 서버를 시작합니다.\n\n```sh\n{block}\n```\n\n서버는 어디에서 기다리고, 누가 접속할 수 있습니까?",
        ),
        fields=[
            choice("host", both("Host", "호스트"), rng.sample(["127.0.0.1", "0.0.0.0", own], 3), heard),
            number("port", both("Port", "포트"), port or 5000),
            choice("who", both("It is reached from", "접속할 수 있는 곳"), shuffled(rng, reach), heard),
        ],
        worked={
            lang: f"{HOST_BY[host is None][lang]} {PORT_BY[way][lang]}\n\n- {heard}\n- {port or 5000}\n- {reach[heard][lang]}"
            for lang in ("en", "ko")
        },
    )  # fmt: skip


THINGS = {"books": "book", "plants": "plant", "films": "film", "songs": "song", "recipes": "recipe"}
#: by method: on a collection or on one thing, name of the view, its body
VIEWS = [
    ("GET", "", "list_{things}", ["return {things}"]),
    ("POST", "", "add_{thing}", ['{things}["9"] = request.get_json()', 'return {things}["9"], 201']),
    ("GET", "one", "show_{thing}", ["if key not in {things}:", "    abort(404)", "return {things}[key]"]),
    ("PUT", "one", "replace_{thing}", ["if key not in {things}:", "    abort(404)", "{things}[key] = request.get_json()", "return {things}[key]"]),
    ("DELETE", "one", "remove_{thing}", ["if key not in {things}:", "    abort(404)", "del {things}[key]", 'return "", 204']),
]  # fmt: skip


def application(rng: random.Random) -> tuple[list[str], dict[tuple[str, str], str], str, list[str]]:
    """Return the lines of a small application, its views by method and place, its collection and its keys."""
    things = rng.choice(list(THINGS))
    keys = [str(n) for n in rng.sample(range(1, 9), 2)]
    held = ", ".join(f'"{key}": {{"title": "{letter}"}}' for key, letter in zip(keys, "AB", strict=True))
    left_out = rng.sample([1, 2, 3, 4], rng.choice([1, 2]))
    lines, views = [f"{things} = {{{held}}}", ""], {}
    for index, (method, place, name, body) in enumerate(VIEWS):
        if index in left_out:
            continue
        path = f"/{things}" + ("/<int:number>" if place else "")
        short = f'@app.{method.lower()}("{path}")'
        long = f'@app.route("{path}", methods=["{method}"])'
        plain = f'@app.route("{path}")' if method == "GET" else long
        view = name.format(things=things, thing=THINGS[things])
        lines += [rng.choice([short, long, plain]), f"def {view}({'number' if place else ''}):"]
        lines += ["    key = str(number)"] if place else []
        lines += [f"    {line.format(things=things)}" for line in body] + [""]
        views[method, place] = view
    return lines[:-1], views, things, keys


def answered(views: dict, keys: list[str], method: str, key: str | None) -> tuple[str, int]:
    """Return the view that is called for a collection or for a key, and the status."""
    if key is not None and not key.isdigit():
        return "none", 404
    if (method, "one" if key else "") not in views:
        return "none", 405
    return views[method, "one" if key else ""], 404 if key and key not in keys else STATUS[method]


def dispatch(rng: random.Random) -> Question:
    """Return an application and three requests, for which view and status are to be found."""
    lines, views, things, keys = application(rng)
    absent = rng.choice([n for n in "12345678" if n not in keys])
    paths = [None, keys[0], keys[1], absent, rng.choice(["new", "first", "x"])]
    asked = rng.sample([(method, key) for method in METHODS for key in paths], 3)
    options = {view: both(f"`{view}`", f"`{view}`") for view in views.values()}
    options["none"] = both("no view", "어느 뷰도 아님")
    rows, told = [], []
    for place, (method, key) in enumerate(asked, start=1):
        path = f"/{things}" + (f"/{key}" if key else "")
        view, status = answered(views, keys, method, key)
        label = f"{method} {path}"
        which = choice(f"view{place}", both(f"{label}: view", f"{label}: 뷰"), options, view)
        what = number(f"status{place}", both(f"{label}: status", f"{label}: 상태 코드"), status)
        rows.append([label, which, what])
        told.append((label, view, status))
    block = "\n".join(lines)
    headings = [both("Request", "요청"), both("View", "뷰"), both("Status", "상태 코드")]
    return Question(
        "dispatch",
        prompt=both(
            f"An application of Flask holds these lines, and no other routes.\n\n```python\n{block}\n```\n\nEach request below comes to a fresh application; where a body is needed it is a good one. Which view does Flask call, and what is the status of the answer?",
            f"플라스크 애플리케이션에 다음 코드가 있고 다른 라우트는 없습니다.\n\n```python\n{block}\n```\n\n아래의 요청은 저마다 새로 시작한 애플리케이션에 보내고, 본문이 필요하면 올바른 본문을 보냅니다. 플라스크는 어느 뷰를 부르고, 응답의 상태 코드는 얼마입니까?",
        ),
        fields=[table("answers", both("View and status of each request", "요청마다 뷰와 상태 코드"), headings, rows)],
        worked={
            lang: both(
                "First the path: does it fit a rule at all? `<int:number>` fits digits only. Then the method. Only then is a view called, and it may still end with `abort(404)`.",
                "먼저 경로를 봅니다. 맞는 규칙이 있습니까? `<int:number>`에는 숫자만 맞습니다. 다음이 메서드입니다. 그러고 나서야 뷰를 부르며, 뷰가 `abort(404)`로 끝날 수도 있습니다.",
            )[lang]
            + "\n\n"
            + "\n".join(f"- `{label}` → {options[view][lang]}, {status}" for label, view, status in told)
            for lang in ("en", "ko")
        },
    )  # fmt: skip


def shuffled(rng: random.Random, options: dict) -> dict:
    """Return the same options in another order."""
    return {key: options[key] for key in rng.sample(list(options), len(options))}


def methods(rng: random.Random) -> Question:
    """Return four wishes, for which the method is to be found, and the status of one."""
    right = [*rng.sample(METHODS, 3), rng.choice(METHODS)]
    rng.shuffle(right)
    wishes: dict[str, dict[str, str]] = {}
    for key, method in zip("abcd", right, strict=True):
        free = [wish for wish in WISHES[method] if wish[0].split("`")[1].split("/")[1] not in used(wishes)]
        wish, n = rng.choice(free), str(10 * rng.randint(0, 3) + rng.choice([3, 6, 7, 8]))
        wishes[key] = both(*(text.replace("{n}", n) for text in wish))
    asked = rng.choice("abcd")
    status = STATUS[right["abcd".index(asked)]]
    label = both(f"It works: status of “{wishes[asked]['en']}”", f"잘되었을 때의 상태 코드: {wishes[asked]['ko']}")  # fmt: skip
    return Question(
        "methods",
        prompt=both(
            "Which method does each wish need, and with which status is one of them answered if it works? Go by the table of the introduction.",
            "각각 어느 메서드를 써야 합니까? 그 가운데 하나는 잘되었을 때 어떤 상태 코드로 답합니까? 소개에 있는 표를 따르세요.",
        ),
        fields=[
            matching("method", both("Methods", "메서드"), wishes, METHODS, dict(zip("abcd", right, strict=True))),
            number("status", label, status),
        ],
        worked={
            lang: reasons(right, lang) + "\n".join(f"- {wishes[key][lang]} → **{method}**" for key, method in zip("abcd", right, strict=True))
            + f"\n- {wishes[asked][lang]} → {status}"
            for lang in ("en", "ko")
        },
    )  # fmt: skip


def reasons(keys: list[str], lang: str) -> str:
    """Return a sentence for each of these answers, told once."""
    return " ".join(WHY[key][lang] for key in dict.fromkeys(keys)) + "\n\n"


def used(wishes: dict[str, dict[str, str]]) -> set[str]:
    """Return the collections that these wishes are about."""
    return {wish["en"].split("`")[1].split("/")[1] for wish in wishes.values()}


def mvt(rng: random.Random) -> Question:
    """Return three pieces of an application, one of them also by its name in MVC."""
    right = [*rng.sample(list(ROLES), 2), rng.choice(list(ROLES))]
    rng.shuffle(right)
    pieces: dict[str, dict[str, str]] = {}
    for key, role in zip("abc", right, strict=True):
        free = [both(*each) for each in PIECES[role]]
        pieces[key] = rng.choice([each for each in free if each not in pieces.values()])
    asked = rng.choice("abc")
    role = right["abc".index(asked)]
    names = shuffled(rng, IN_MVC)
    return Question(
        "mvt",
        prompt=both(
            "Which part of MVT is each piece of an application, and what would MVC call one of them?",
            "애플리케이션의 각 부분은 MVT의 어디에 해당합니까? 그리고 그 가운데 하나를 MVC에서는 무엇이라고 부릅니까?",
        ),
        fields=[
            matching("part", both("Parts of MVT", "MVT의 부분"), pieces, shuffled(rng, ROLES), dict(zip("abc", right, strict=True))),
            choice("mvc", both(f"In MVC: {pieces[asked]['en']}", f"MVC에서는: {pieces[asked]['ko']}"), names, role),
        ],
        worked={
            lang: reasons(right, lang) + "\n".join(f"- {pieces[key][lang]} → **{ROLES[each][lang]}**" for key, each in zip("abc", right, strict=True))
            + f"\n- MVC: {pieces[asked][lang]} → **{IN_MVC[role][lang]}**"
            for lang in ("en", "ko")
        },
    )  # fmt: skip


def parts(rng: random.Random) -> Question:
    """Return four tasks, for which the package is to be found."""
    right = rng.sample(list(TASKS), 4)
    tasks = {key: both(*rng.choice(TASKS[package])) for key, package in zip("abcd", right, strict=True)}
    return Question(
        "parts",
        prompt=both(
            "Which of the packages that come with Flask does what is said? Some things none of the four does.",
            "플라스크와 함께 설치되는 패키지 가운데 어느 것이 하는 일입니까? 넷 가운데 어느 것도 하지 않는 일도 있습니다.",
        ),
        fields=[matching("by", both("Packages", "패키지"), tasks, shuffled(rng, PARTS), dict(zip("abcd", right, strict=True)))],
        worked={
            lang: reasons(right, lang) + "\n".join(f"- {tasks[key][lang]} → **{PARTS[each][lang]}**" for key, each in zip("abcd", right, strict=True))
            for lang in ("en", "ko")
        },
    )  # fmt: skip


def statements(rng: random.Random) -> Question:
    """Return four statements, some of them true."""
    count = rng.choice([1, 2, 3])
    options = {f"t{n}": both(*each) for n, each in enumerate(rng.sample(TRUE, count))}
    wrong = {f"f{n}": each for n, each in enumerate(rng.sample(FALSE, 4 - count))}
    mended = {key: both(*each[2:]) for key, each in wrong.items()}
    options |= {key: both(*each[:2]) for key, each in wrong.items()}
    keys = rng.sample(list(options), 4)
    names = {key: f"s{place}" for place, key in enumerate(keys, start=1)}
    answers = [names[key] for key in keys if key not in mended]
    return Question(
        "statements",
        prompt=both("Which statements are true?", "옳은 설명을 모두 고르세요."),
        fields=[several("true", both("True", "옳은 설명"), {names[key]: options[key] for key in keys}, answers)],
        worked={
            lang: "\n".join(f"- ✗ {options[key][lang]} → {mended[key][lang]}" for key in keys if key in mended) + "\n\n"
            + "\n".join(f"- ✓ {options[key][lang]}" for key in keys if key not in mended)
            for lang in ("en", "ko")
        },
    )  # fmt: skip
