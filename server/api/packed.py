"""Files that lie packed beside themselves, as the builds of the faces leave them, and are served so to who can unpack them."""

import mimetypes
import os
from pathlib import Path

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope


class PackedFiles(StaticFiles):
    """`app.js` is answered with `app.js.gz`, `Content-Encoding: gzip` (RFC 9110), where both exist and the browser takes it."""

    def file_response(
        self, full_path: "str | os.PathLike[str]", stat_result: os.stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        packed = Path(f"{os.fspath(full_path)}.gz")
        if not packed.is_file():
            return super().file_response(full_path, stat_result, scope, status_code)
        taken = "gzip" in Headers(scope=scope).get("accept-encoding", "")
        path, stat = (packed, packed.stat()) if taken else (Path(full_path), stat_result)
        response = super().file_response(path, stat, scope, status_code)
        response.headers["vary"] = "Accept-Encoding"
        if taken:
            response.headers["content-encoding"] = "gzip"
            if response.status_code == status_code:
                response.headers["content-type"] = _kind(full_path)
        return response


def _kind(path: "str | os.PathLike[str]") -> str:
    """With its charset: a page of another one would take a script's letters for its own."""
    kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
    return f"{kind}; charset=utf-8" if kind.startswith("text/") or kind.endswith("javascript") else kind
