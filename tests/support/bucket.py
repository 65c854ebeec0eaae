"""A small S3 store on this machine: path-style requests, signed ones only, each signature made again from the wire."""

import hashlib
import hmac
from datetime import UTC, datetime
from typing import Any, Self
from urllib.parse import parse_qsl, quote, unquote
from xml.sax.saxutils import escape

from aiohttp import web

KEY, SECRET, REGION, NAME = "desk", "it/is+a secret", "eu-central-1", "files"
PAGE = 2
"""Keys a listing shows at once: few, so that whoever lists must turn pages."""


def signature(request: web.BaseRequest, secret: str, scope: str, signed: str) -> str:
    """AWS Signature Version 4, as the service makes it from what came over the wire."""
    path, _, query = request.raw_path.partition("?")
    pairs = sorted((quote(k, safe="-_.~"), quote(v, safe="-_.~")) for k, v in parse_qsl(query, keep_blank_values=True))
    headers = "".join(f"{name}:{' '.join(request.headers[name].split())}\n" for name in signed.split(";"))
    parts = (request.method, path, "&".join(f"{k}={v}" for k, v in pairs), headers, signed)
    canonical = "\n".join((*parts, request.headers["x-amz-content-sha256"]))
    digest = hashlib.sha256(canonical.encode()).hexdigest()
    text = f"AWS4-HMAC-SHA256\n{request.headers['x-amz-date']}\n{scope}\n{digest}"
    key = f"AWS4{secret}".encode()
    for part in scope.split("/"):
        key = hmac.digest(key, part.encode(), "sha256")
    return hmac.new(key, text.encode(), "sha256").hexdigest()


class FakeBucket:
    """One bucket. `objects` is what it holds; `down` answers 503; `asked` is every request it took."""

    def __init__(self) -> None:
        self.objects: dict[str, bytes] = {}
        self.down = False
        self.asked: list[str] = []
        self.url = ""
        self._runner = web.ServerRunner(web.Server(self._answer))

    async def __aenter__(self) -> Self:
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        port = self._runner.addresses[0][1]
        self.url = f"s3+http://{KEY}:{quote(SECRET, safe='')}@127.0.0.1:{port}/{NAME}?region={REGION}"
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()

    async def _answer(self, request: web.BaseRequest) -> web.StreamResponse:
        body = await request.read()
        self.asked.append(f"{request.method} {request.raw_path}")
        if self.down:
            return _no(503, "SlowDown")
        complaint = complaint_of(request, body, datetime.now(UTC))
        if complaint:
            return _no(403, complaint)
        bucket, _, key = unquote(request.path.lstrip("/")).partition("/")
        if bucket != NAME:
            return _no(404, "NoSuchBucket")
        if request.method == "PUT":
            self.objects[key] = body
            return web.Response(headers={"ETag": f'"{hashlib.md5(body).hexdigest()}"'})  # noqa: S324
        if request.method == "DELETE":
            self.objects.pop(key, None)
            return web.Response(status=204)
        return self._list(request.query.get("prefix", ""), request.query) if not key else self._get(key, request)

    def _get(self, key: str, request: web.BaseRequest) -> web.StreamResponse:
        if key not in self.objects:
            return _no(404, "NoSuchKey")
        body, headers = self.objects[key], {"ETag": '"x"', "Last-Modified": "Sun, 22 Nov 2026 10:00:00 GMT"}
        asked = request.headers.get("range", "")
        if not asked:
            return web.Response(body=body, headers=headers)
        first, last = (int(part) for part in asked.removeprefix("bytes=").split("-"))
        headers["Content-Range"] = f"bytes {first}-{last}/{len(body)}"
        return web.Response(status=206, body=body[first : last + 1], headers=headers)

    def _list(self, prefix: str, query: Any) -> web.StreamResponse:
        after = query.get("continuation-token", "")
        keys = sorted(key for key in self.objects if key.startswith(prefix) and key > after)
        page, more = keys[:PAGE], len(keys) > PAGE
        made = "<LastModified>2026-11-22T10:00:00.000Z</LastModified><ETag>x</ETag>"
        items = "".join(
            f"<Contents><Key>{escape(k)}</Key>{made}<Size>{len(self.objects[k])}</Size></Contents>" for k in page
        )
        token = f"<NextContinuationToken>{escape(page[-1])}</NextContinuationToken>" if more else ""
        head = f"<Name>{NAME}</Name><KeyCount>{len(page)}</KeyCount><IsTruncated>{str(more).lower()}</IsTruncated>"
        return web.Response(
            text=f"<ListBucketResult>{head}{items}{token}</ListBucketResult>", content_type="application/xml"
        )


def complaint_of(request: web.BaseRequest, body: bytes, now: datetime) -> str:
    """The error code for a request that is not signed as it must be; empty when it is."""
    try:
        scheme, _, rest = request.headers["authorization"].partition(" ")
        fields = dict(part.strip().split("=", 1) for part in rest.split(","))
        key, _, scope = fields["Credential"].partition("/")
        made = datetime.strptime(request.headers["x-amz-date"], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
        signed = fields["SignedHeaders"].split(";")
    except (KeyError, ValueError):
        return "AccessDenied"
    if scheme != "AWS4-HMAC-SHA256" or key != KEY or not {"host", "x-amz-date", "x-amz-content-sha256"} <= set(signed):
        return "AccessDenied"
    if scope != f"{made:%Y%m%d}/{REGION}/s3/aws4_request" or abs((now - made).total_seconds()) > 900:
        return "RequestTimeTooSkewed"
    if request.headers["x-amz-content-sha256"] != hashlib.sha256(body).hexdigest():
        return "XAmzContentSHA256Mismatch"
    mine = signature(request, SECRET, scope, fields["SignedHeaders"])
    return "" if hmac.compare_digest(mine, fields["Signature"]) else "SignatureDoesNotMatch"


def _no(status: int, code: str) -> web.Response:
    return web.Response(status=status, text=f"<Error><Code>{code}</Code></Error>", content_type="application/xml")
