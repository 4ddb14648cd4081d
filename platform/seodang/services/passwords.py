"""Passwords that attackers try first, recognised by how people make them rather than by one list."""

from __future__ import annotations

import re
import unicodedata

#: words that lists of leaked passwords are made of
_WORDS = frozenset(
    """
    aaa abc abcd abcdef access admin administrator adobe alex alexander alexis amanda andrea andrew angel angela anthony
    apple arsenal asdf asdfgh asdfghjkl ashley asshole august austin azerty bailey banana barcelona baseball basketball
    batman beautiful benjamin bigdaddy bitch blink blowme brandon butterfly cameron carlos casino changeme charlie cheese
    chelsea chicken chocolate chris christian christopher coffee compaq computer cookie corvette cowboy cowboys crystal
    dakota dallas daniel danielle david default diamond doctor dolphin donald dragon eagle elizabeth emily eminem enter
    everton falcon family ferrari fire firebird fish florida flower football forever freedom friend friends fuck fucking
    fuckyou gateway genius george ginger golden golf google gordon greenday guest guitar hacker hammer hannah happy
    hardcore harley harry heather hello hockey hottie hunter iceman iloveu iloveyou infinity internet jackson jasmine
    jasper jennifer jeremy jessica jesus johnny johnson jonathan jordan joseph joshua juice junior justin kevin killer
    king korea kitty ladybug lakers lauren letmein lifehack linkedin liverpool london login lollipop love lovely lover
    maddog madison maggie manchester marina marine marlboro martin master matrix matthew maverick melissa member mercedes
    merlin michael michelle midnight mickey minecraft monday money monica monkey monster morgan mother mountain murphy
    music mustang naruto nascar nathan naughty newyork nicholas nicole nintendo nothing october oliver orange pass passw
    passwd password passwort patricia patrick peaches peanut pepper phoenix player please pokemon porsche prince princess
    private purple pussy qazwsx qazwsxedc qwer qwert qwerty qwertyuiop qwaszx rabbit rachel rainbow ranger rangers
    raymond richard robert rosebud runner sakura samantha samsung scooter secret security september seoul seodang service
    shadow silver skywalker slipknot snoopy soccer sophie spiderman spongebob starwars startrek steelers steven student
    summer sunday sunshine superman superstar support swordfish sydney tattoo teacher tennis test tester testing theman
    thomas thunder tiger tigger tinkerbell trinity trustno trustnoone united user vanessa victoria victory viking voodoo
    warcraft warrior welcome whatever william willow winner winter wizard xavier yamaha yankees yellow zaq zaqxsw zaqwsx
    zxcv zxcvb zxcvbn zxcvbnm saranghae gksrnr dkssud tkfkdgo qlalfqjsgh rlaehgks alsrb wjdals dlrudals instructor demo
    """.split()
)
#: rows of a keyboard, the alphabet and the digits, as fingers run along them
_RUNS = ("abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
         "qazwsxedcrfvtgbyhnujm", "1q2w3e4r5t6y7u8i9o0p", "zaq12wsxcde34rfv", "!@#$%^&*()")
_LEET = str.maketrans({"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "8": "b", "@": "a", "$": "s", "!": "i"})
_ENDS = re.compile(r"^[\W\d_]+|[\W\d_]+$")


def is_common(password: str) -> bool:
    """Is this a digit string, a run along the keyboard, a repetition, or one known word with trimmings?"""
    plain = unicodedata.normalize("NFKC", password).casefold()
    if len(set(plain)) <= 2 or plain.isdigit() and len(plain) <= 12:
        return True
    once = _unrepeated(plain)
    return _is_known(once) or _is_known(once.translate(_LEET)) or all(_is_run(part) for part in _parts(once))


def _is_known(text: str) -> bool:
    """Is this one of the words, with digits and signs around it, or two words in a row?"""
    core = _ENDS.sub("", text)
    if core in _WORDS:
        return True
    return any(core[:cut] in _WORDS and core[cut:] in _WORDS for cut in range(3, len(core) - 2))


def _unrepeated(text: str) -> str:
    """The shortest text that, repeated, gives this one."""
    for size in range(1, len(text) // 2 + 1):
        if len(text) % size == 0 and text[:size] * (len(text) // size) == text:
            return text[:size]
    return text


def _parts(text: str) -> list[str]:
    """Letters, digits and signs of a text apart, or the whole where it is one run already."""
    return [text] if _is_run(text) else re.findall(r"[a-z]+|\d+|[^a-z\d]+", text)


def _is_run(text: str) -> bool:
    """Does this follow a row of keys, in either direction, or say one thing only?"""
    if len(set(text)) == 1:
        return True
    return any(text in run or text[::-1] in run for run in _RUNS)
