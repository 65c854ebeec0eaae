"""Files in a bucket of an S3-compatible store."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import obstore
from msgspec import Struct
from obstore.exceptions import BaseError
from obstore.store import S3Store

from server.domain.errors import Refusal
from server.store.blobs import CHUNK, Opened, Span

CHECK = "check/doctor"
AT_ONCE = 4


class BucketOptions(Struct, frozen=True, kw_only=True):
    """Which bucket and by which key. `endpoint` is its host's address with the scheme. Times are seconds."""

    endpoint: str
    bucket: str
    key: str
    secret: str
    region: str = "us-east-1"
    connect: int = 3
    request: int = 60
    retries: int = 2


def bucket_options(url: str) -> BucketOptions:
    """`s3://key:secret@host:port/bucket?region=...`; `s3+http://` for a store on this machine or a private wire.

    Refuses `bad_request` and names what is missing; never repeats the address, for it holds a secret.
    """
    parts = urlsplit(url)
    schemes = {"s3": "https", "s3+http": "http"}
    bucket = unquote(parts.path.strip("/"))
    wanted = {"key": parts.username, "secret": parts.password, "host": parts.hostname, "bucket": bucket}
    missing = [name for name, value in wanted.items() if not value]
    if parts.scheme not in schemes or missing:
        what = f"has no {' and no '.join(missing)}" if missing else "begins with neither s3:// nor s3+http://"
        raise Refusal("bad_request", f"FILES_URL {what}; it is s3://key:secret@host:port/bucket?region=...")
    return BucketOptions(
        endpoint=f"{schemes[parts.scheme]}://{parts.netloc.rpartition('@')[2]}",
        bucket=bucket,
        key=unquote(parts.username or ""),
        secret=unquote(parts.password or ""),
        region=parse_qs(parts.query).get("region", ["us-east-1"])[0],
    )


class Bucket:
    """Requests are signed (AWS Signature Version 4) and tried again by `obstore`; nothing is taken from the environment.

    A file goes up in one request, held in memory by at most its 20 MB and a few at a time, and comes down as a stream.
    """

    def __init__(self, options: BucketOptions) -> None:
        self._going_up = asyncio.Semaphore(AT_ONCE)
        self._store = S3Store(
            options.bucket,
            endpoint=options.endpoint,
            access_key_id=options.key,
            secret_access_key=options.secret,
            region=options.region,
            virtual_hosted_style_request=False,
            disable_bulk_delete=True,
            client_options={
                "allow_http": options.endpoint.startswith("http:"),
                "connect_timeout": f"{options.connect}s",
                "timeout": f"{options.request}s",
            },
            retry_config={"max_retries": options.retries, "retry_timeout": timedelta(seconds=options.request)},
        )

    async def put(self, key: str, source: Path) -> None:
        """One PUT; the store answers when it is durable."""
        try:
            async with self._going_up:
                await obstore.put_async(self._store, key, source, use_multipart=False)
        except (BaseError, OSError) as error:
            raise _away(error) from None

    async def open(self, key: str, span: Span | None = None) -> Opened:
        """Refuses `not_found`."""
        try:
            found = await obstore.get_async(self._store, key, options={"range": span} if span else None)
        except FileNotFoundError:
            raise Refusal("not_found", "fileId") from None
        except (BaseError, OSError) as error:
            raise _away(error) from None
        return Opened(found.meta["size"], _read(found))

    async def forget(self, prefix: str) -> None:
        """Each object below the prefix, one request each: not every store can do many at once."""
        try:
            async for some in obstore.list(self._store, prefix):
                for each in some:
                    await obstore.delete_async(self._store, each["path"])
        except FileNotFoundError:
            return
        except (BaseError, OSError) as error:
            raise _away(error) from None

    async def check(self) -> None:
        """A small object there and back."""
        try:
            await obstore.put_async(self._store, CHECK, b"tradewind", use_multipart=False)
            await obstore.delete_async(self._store, CHECK)
        except (BaseError, OSError) as error:
            raise _away(error) from None


async def _read(found: "obstore.GetResult") -> AsyncIterator[bytes]:
    try:
        async for chunk in found.stream(min_chunk_size=CHUNK):
            yield bytes(chunk)
    except (BaseError, OSError) as error:
        raise _away(error) from None


def _away(error: Exception) -> Refusal:
    """The library's own words hold addresses and whole answers; only the kind of failure is told on."""
    return Refusal("unavailable", f"files: {type(error).__name__}", after_ms=2000)
