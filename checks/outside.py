"""Who may open a connection to the outside: by name, each with its reason. All else asks through `server.outside`.

`python -m checks.outside [root]` prints every import or call that could reach out and exits 1 when one is not allowed,
or when an allowed one is not there any more.
"""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

LIBRARIES = (
    *("aiohttp", "grpc", "httpcore", "httpcore2", "httpx", "httpx2", "requests", "urllib3", "urllib.request"),
    *("aiosmtplib", "ftplib", "http.client", "imaplib", "poplib", "smtplib", "telnetlib", "xmlrpc"),
    *("socket", "socketserver", "websocket", "websockets"),
)
CALLS = (
    *("create_connection", "create_datagram_endpoint", "getaddrinfo", "gethostbyname", "sock_connect"),
    *("open_connection", "open_unix_connection"),
)
ALLOWED = {
    "server/outside/fetch.py": "safe_fetch itself",
    "server/outside/resolving.py": "safe_fetch's resolver",
    "server/translation/engines/wire.py": "translation engines, at the addresses the operator set",
    "server/app/words.py": "the client of the translation engines",
    "server/app/doctor.py": "looks at this machine's own server",
    "server/app/serving.py": "listens",
    "server/gateway/engine/uvicorn_socket.py": "listens",
    "server/live/server.py": "the own Redis, by its unix socket",
    "server/worker/smtp.py": "letters, by the SMTP server the operator set",
}


def reaches(text: str) -> Iterator[tuple[int, str]]:
    """Line and name of everything in a Python text that could open a connection."""
    for node in ast.walk(ast.parse(text)):
        match node:
            case ast.Import():
                yield from ((node.lineno, alias.name) for alias in node.names if _library(alias.name))
            case ast.ImportFrom(module=str(module)):
                names = [module, *(f"{module}.{alias.name}" for alias in node.names)]
                if found := next(filter(_library, names), None):
                    yield node.lineno, found
            case ast.Attribute(attr=name) if name in CALLS:
                yield node.lineno, name
            case ast.Call(func=ast.Name(id="__import__")) | ast.Call(func=ast.Attribute(attr="import_module")):
                yield node.lineno, "an import by name"


def _library(name: str) -> bool:
    return name in LIBRARIES or any(name.startswith(f"{library}.") for library in LIBRARIES)


def faults(root: Path) -> list[str]:
    """What is not allowed, and what is allowed for nothing."""
    found, used = [], set()
    for path in sorted((root / "server").rglob("*.py")):
        name = path.relative_to(root).as_posix()
        for line, what in reaches(path.read_text()):
            used.add(name)
            if name not in ALLOWED:
                found.append(f"{name}:{line}: {what} may reach out; ask through server.outside")
    return found + [f"{name}: is allowed to reach out ({ALLOWED[name]}) and does not" for name in ALLOWED.keys() - used]


def main(root: Path) -> int:
    found = faults(root)
    print("\n".join(found) or "nobody else")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else ".")))
