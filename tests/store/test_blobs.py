"""One contract, two stores: a folder, and a bucket behind real signed requests."""

import asyncio
import hashlib
import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp.test_utils import make_mocked_request

from server.domain.errors import Refusal
from server.store.blobs import Blobs, Opened, key_of
from server.store.bucket import Bucket, BucketOptions, bucket_options
from server.store.folder import Folder
from tests.support import bucket as fake
from tests.support.bucket import FakeBucket, signature

BIG = os.urandom(700_001)


@pytest.fixture
async def bucket() -> AsyncIterator[FakeBucket]:
    async with FakeBucket() as bucket:
        yield bucket


@pytest.fixture(params=["folder", "bucket"])
def blobs(request: pytest.FixtureRequest, tmp_path: Path) -> Blobs:
    if request.param == "folder":
        return Folder(tmp_path / "files")
    store: FakeBucket = request.getfixturevalue("bucket")
    return Bucket(bucket_options(store.url))


def source(folder: Path, content: bytes) -> Path:
    path = folder / hashlib.sha256(content).hexdigest()
    path.write_bytes(content)
    return path


async def whole(opened: Opened) -> bytes:
    return b"".join([chunk async for chunk in opened.chunks])


async def test_what_was_put_is_read_whole_and_in_part(blobs: Blobs, tmp_path: Path) -> None:
    key = key_of("fl_one", "aa")
    await blobs.put(key, source(tmp_path, BIG))
    opened = await blobs.open(key)
    assert (opened.size, await whole(opened)) == (len(BIG), BIG)
    for first, end in ((0, 1), (5, 300_005), (len(BIG) - 1, len(BIG))):
        part = await blobs.open(key, (first, end))
        assert (part.size, await whole(part)) == (len(BIG), BIG[first:end])
    await blobs.put(key, source(tmp_path, BIG))
    assert await whole(await blobs.open(key)) == BIG
    await blobs.check()


async def test_what_is_not_there_is_not_found(blobs: Blobs, tmp_path: Path) -> None:
    for key in (key_of("fl_none", "aa"), key_of("fl_one", "aa", "small")):
        with pytest.raises(Refusal, match="not_found"):
            await blobs.open(key)
    await blobs.forget("fl_none")


async def test_a_prefix_takes_everything_below_it_and_nothing_beside(blobs: Blobs, tmp_path: Path) -> None:
    content = source(tmp_path, b"hello")
    gone = [key_of("fl_a", "aa"), key_of("fl_a", "aa", "small"), key_of("fl_a", "bb"), key_of("fl_a", "cc")]
    kept = [key_of("fl_ab", "aa"), key_of("fl_a", "aab")]
    for key in (*gone, *kept):
        await blobs.put(key, content)
    await blobs.forget("fl_a/aa")
    for key in gone[:2]:
        with pytest.raises(Refusal, match="not_found"):
            await blobs.open(key)
    for key in (*gone[2:], *kept):
        assert await whole(await blobs.open(key)) == b"hello"
    await blobs.forget("fl_a")
    for key in (*gone, kept[1]):
        with pytest.raises(Refusal, match="not_found"):
            await blobs.open(key)
    assert await whole(await blobs.open(kept[0])) == b"hello"


async def test_two_writers_of_one_key_leave_it_whole(blobs: Blobs, tmp_path: Path) -> None:
    key, content = key_of("fl_one", "aa"), source(tmp_path, BIG)
    await asyncio.gather(*(blobs.put(key, content) for _ in range(4)))
    assert await whole(await blobs.open(key)) == BIG


async def test_a_folder_that_cannot_be_written_is_unavailable(tmp_path: Path) -> None:
    (tmp_path / "files").write_text("a file where a folder should be")
    folder = Folder(tmp_path / "files")
    for deed in (folder.check(), folder.put("fl_a/aa/full", source(tmp_path, b"x"))):
        with pytest.raises(Refusal, match="unavailable") as refusal:
            await deed
        assert refusal.value.retry


async def test_a_file_of_an_older_desk_lies_otherwise_and_can_be_removed(tmp_path: Path) -> None:
    old = tmp_path / "files" / "_a" / "fl_a"
    old.parent.mkdir(parents=True)
    old.write_text("as it lay")
    with pytest.raises(Refusal, match="not_found"):
        await Folder(tmp_path / "files").open("fl_a/aa/full")
    await Folder(tmp_path / "files").forget("fl_a")
    assert not list(old.parent.iterdir())


async def test_a_folder_is_the_servers_alone(tmp_path: Path) -> None:
    await Folder(tmp_path / "files").put("fl_a/aa/full", source(tmp_path, b"x"))
    modes = {path.stat().st_mode & 0o077 for path in (tmp_path / "files").rglob("*")}
    assert modes == {0}


async def test_a_bucket_that_is_away_or_says_no_is_unavailable_and_tells_no_secret(
    bucket: FakeBucket, tmp_path: Path
) -> None:
    content = source(tmp_path, b"hello")
    right = bucket_options(bucket.url)
    wrong = [
        BucketOptions(endpoint=right.endpoint, bucket=right.bucket, key=right.key, secret="other", region=right.region),
        BucketOptions(
            endpoint=right.endpoint, bucket=right.bucket, key="other", secret=right.secret, region=right.region
        ),
        BucketOptions(endpoint=right.endpoint, bucket=right.bucket, key=right.key, secret=right.secret, region="mars"),
        BucketOptions(endpoint=right.endpoint, bucket="none", key=right.key, secret=right.secret, region=right.region),
        BucketOptions(endpoint="http://127.0.0.1:1", bucket="b", key="k", secret="s", retries=0),
    ]
    for options in wrong:
        store = Bucket(options)
        for deed in (store.put("fl_a/aa/full", content), store.check()):
            with pytest.raises(Refusal, match="unavailable") as refusal:
                await deed
            assert not [word for word in (fake.SECRET, fake.KEY, "127.0.0.1", "http") if word in str(refusal.value)]
    assert not bucket.objects
    bucket.down = True
    with pytest.raises(Refusal, match="unavailable"):
        await Bucket(BucketOptions(**{f: getattr(right, f) for f in right.__struct_fields__} | {"retries": 0})).check()


async def test_the_machines_own_settings_do_not_lead_astray(
    bucket: FakeBucket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "somebody")
    monkeypatch.setenv("AWS_SESSION_TOKEN", "else")
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
    await Bucket(bucket_options(bucket.url)).put("fl_a/aa/full", source(tmp_path, b"hello"))
    assert bucket.objects == {"fl_a/aa/full": b"hello"}


def test_the_address_of_a_bucket() -> None:
    options = bucket_options("s3://desk:a%2Fb%2Bc@store.example:9000/files?region=eu-west-3")
    assert options == BucketOptions(
        endpoint="https://store.example:9000", bucket="files", key="desk", secret="a/b+c", region="eu-west-3"
    )
    for wrong in ("", "files", "http://k:s@h/b", "s3://h/b", "s3://k@h/b", "s3://k:s@h", "s3://k:s@/b", "file:///etc"):
        with pytest.raises(Refusal, match="FILES_URL") as refusal:
            bucket_options(wrong)
        assert "k:s" not in str(refusal.value)


def test_the_fake_reckons_signatures_as_the_published_example_does() -> None:
    """GET Object of the S3 manual: "Signature Calculations for the Authorization Header", first example."""
    headers = {
        "host": "examplebucket.s3.amazonaws.com",
        "range": "bytes=0-9",
        "x-amz-content-sha256": hashlib.sha256(b"").hexdigest(),
        "x-amz-date": "20130524T000000Z",
    }
    request = make_mocked_request("GET", "/test.txt", headers=headers)
    secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"  # published with the example; not a secret
    made = signature(request, secret, "20130524/us-east-1/s3/aws4_request", ";".join(sorted(headers)))
    assert made == "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"
    assert fake.complaint_of(request, b"", fake.datetime(2013, 5, 24, tzinfo=fake.UTC)) == "AccessDenied"
