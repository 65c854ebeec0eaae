"""A desk whose files lie in a bucket: the same doors, and a desk that goes on talking while the bucket is away."""

from pathlib import Path

from tests.api.test_files import announced
from tests.gateway.things import stored
from tests.support.bucket import SECRET, FakeBucket
from tests.support.people import client_id
from tests.support.pictures import picture
from tests.support.running import Server
from tests.support.worlds import Planted, World, plant_worlds


async def test_files_go_to_the_bucket_and_come_back_and_its_absence_stops_no_words(tmp_path: Path) -> None:
    await plant_worlds(tmp_path / "data")
    async with FakeBucket() as bucket:
        server = Server(tmp_path, FILES_URL=bucket.url)
        await server.start()
        world = World(Planted(server))
        try:
            shopper = await world.shopper("north")
            file = await stored(shopper, picture("JPEG", (400, 200)), "photo.jpg")
            assert {key.rpartition("/")[2] for key in bucket.objects} == {"full", "small"}
            assert not (tmp_path / "data/files").exists()
            url = (await shopper.posts("file.link", {"fileId": file}))["url"]
            whole = (await world.client.get(url)).content
            assert whole in bucket.objects.values()
            part = await world.client.get(url, headers={"Range": "bytes=2-9"})
            assert (part.status_code, part.content) == (206, whole[2:10])

            bucket.down = True
            link = await announced(shopper, "a.txt", 5)
            for answer in (await world.client.get(url), await world.client.put(link["url"], content=b"hello")):
                assert (answer.status_code, answer.json()["error"]["code"]) == (503, "unavailable")
            opening = {"clientId": client_id(), "body": {"text": "Hello", "attachments": [file]}}
            assert (await shopper.posts("conversation.open", opening))["ok"]
            bucket.down = False
            assert (await world.client.put(link["url"], content=b"hello")).status_code == 200
            assert (await world.client.get(url)).content == whole
            assert SECRET not in server.tail(1_000_000)
        finally:
            await world.close()
            await server.stop()
