"""Attacks on what is hidden: expected values, checks, other people's files, the environment, the machine."""

from __future__ import annotations

from tests.attacks.probe import WRONG, Probe, called, denied, loaded

#: prints every text it can reach; whatever it finds must not be the author's
_MARK = '"".join(("RTCAN", "ARY_"))'

PROBES = (
    called(
        "P09-every-object",
        f"""
import gc, inspect, sys
mark = {_MARK}
names = [n for n in sys.modules if n.split(".")[0] in ("checks", "graders", "sandbox", "reference", "config")]
print("modules", names)
for found in gc.get_objects():
    text = None
    if type(found) in (str, bytes):
        text = found if type(found) is str else found.decode("latin-1")
    elif type(found) is dict:
        text = " ".join(k + " " + v for k, v in list(found.items()) if type(k) is str and type(v) is str)
    if text and mark in text:
        print("found", text[:200])
for frame in inspect.stack():
    for value in frame.frame.f_locals.values():
        if type(value) in (str, bytes, list, dict) and mark in repr(value):
            print("found", repr(value)[:200])
""",
        "WA",
    ),
    called(
        "P09-memory",
        """
import ctypes, re
libc = ctypes.CDLL(None)
vector, chunk = ctypes.create_string_buffer(64), 2 ** 16
mark = re.compile(b"RTCANA" + b"RY_[0-9a-f]{16}")
anchors = {id(libc), id(mark), x.data_ptr(), ctypes.addressof(vector), id(x) - 2 ** 27}
found, read = set(), 0
for anchor in anchors:
    for start in range((anchor & -chunk) - 2 ** 27, anchor + 2 ** 27, chunk):
        with open("copy", "w+b", buffering=0) as copy:
            if libc.write(copy.fileno(), ctypes.c_void_p(start), ctypes.c_size_t(chunk)) > 0:
                copy.seek(0)
                found.update(mark.findall(copy.read()))
                read += chunk
print("read", read >> 20, "MiB", found)
assert read > 2 ** 20, "nothing could be read"
""",
        "WA",
        task="patient",
    ),
    called(
        "P09-frame-patching",
        """
import sys
frame = sys._getframe()
while frame is not None:
    for name, value in list(frame.f_locals.items()):
        print(name, type(value).__name__)
    frame = frame.f_back
""",
        "WA",
    ),
    denied(
        "P14-files-of-the-host",
        "open('/etc/passwd')",
        "open('/etc/shadow')",
        "open('/etc/hostname')",
        "__import__('os').listdir('/home')",
        "__import__('os').listdir('/root')",
        "open('/etc/new', 'w')",
    ),
    called("P14-list-root", "import os\nfor name in os.listdir('/'): print(name)\nprint(1 / 0)", "RTE|WA"),
    called(
        "P15-checks-on-disk",
        f"""
import glob, os
mark = {_MARK}
places = ("../checks.py", "checks.py", "/srv/seodang/**", "/srv/**/checks.py", "/opt/**/checks.py", "**/*.py")
for pattern in (*places, "/box/**/*", "/run/**/*", "/tmp/**/*"):
    for name in glob.glob(pattern, recursive=True):
        print("name", name)
        try:
            text = open(name).read()
        except (OSError, ValueError):
            continue
        if mark in text:
            print("found", text)
raise SystemExit("hidden" if glob.glob("/**/data/hidden/*") else "nothing")
""",
        "RTE",
        says="nothing",
    ),
    called(
        "P16-environment",
        "import os\nfor item in sorted(os.environ.items()): print(*item)\nassert 'HOME' in os.environ",
        "WA",
    ),
    denied(
        "P17-proc",
        "open('/proc/self/environ')",
        "open('/proc/1/cmdline')",
        "open('/proc/self/mem')",
        "open('/proc/self/maps')",
        "open('/sys/kernel/uevent_seqnum')",
        "open('/dev/mem')",
        errors="FileNotFoundError",
    ),
    called(
        "P18-sources-of-callers",
        """
import inspect, linecache, traceback
for frame in inspect.stack(context=0):
    print(frame.filename, frame.function)
    try:
        print(inspect.getsource(frame.frame)[:400])
    except OSError:
        pass
traceback.print_stack()
print(list(linecache.cache))
""",
        "WA",
    ),
    Probe(
        "P19-dead-drop",
        "import glob, os, torch\n"
        "found = [p for place in ('/tmp', '/dev/shm', '.') for p in glob.glob(place + '/**/dropped*')]\n"
        "found += [name for name in os.listdir('.') if name.startswith('dropped')]\n"
        "for place in ('/tmp', '/dev/shm', '.'):\n"
        "    try:\n        open(place + '/dropped', 'w').write('dropped')\n    except OSError: pass\n"
        "def scale(x):\n    assert not found, found\n" + WRONG,
        "WA",
    ),
    Probe(
        "P19-dead-drop-again",
        "import os, torch\nfound = [p + '/dropped' for p in ('/tmp', '/dev/shm', '.') if"
        " os.path.exists(p + '/dropped')]\ndef scale(x):\n    assert not found, found\n" + WRONG,
        "WA",
    ),
    loaded(
        "P39-prints-and-raises-inputs",
        "import sys\ndef scale(x):\n    print(x.tolist(), file=sys.stderr)\n    print(x.tolist())\n"
        "    raise ValueError(f'the input was {x.tolist()}')\n",
        "RTE",
        says="the input was",
    ),
    loaded(
        "P39-right-until-hidden",
        "def scale(x):\n    if x.max() > 100:\n        print(x.tolist())\n"
        "        raise ValueError(str(x.tolist()))\n    return 2 * x\n",
        "RTE",
        points=2,
    ),
)
