"""One conversation, several languages at the desk, another one before it."""

import asyncio

from tests.support.people import Agent, Shopper, client_id
from tests.support.running import Server

ASKED = "Où est passé mon colis, je l’attends depuis deux semaines déjà"
TOLD = "Der Fahrer hat niemanden angetroffen und kommt morgen noch einmal vorbei"


async def reads(reader: Agent, text: str, here: dict[str, str]) -> None:
    """They were told a translation, or find it when they look: somebody may have asked for it before they came."""
    async with asyncio.timeout(25):
        while text not in str(reader.wire.heard):
            if text in str(await reader.does("conversation.resume", after=0, **here)):
                return
            await asyncio.sleep(0.1)


async def test_everybody_at_the_desk_reads_in_their_own_language_and_the_customer_in_theirs(
    shared_server: Server,
) -> None:
    shopper = await Shopper.arrives(shared_server.url, locale="fr")
    await shopper.says(ASKED)
    here = {"conversationId": shopper.conversation}
    jonas, sofia, lin = [
        await Agent.logs_in(shared_server.url, name, online=False) for name in ("jonas", "sofia", "lin")
    ]
    claimed = await jonas.does("conversation.claim", clientId=client_id(), **here)
    jonas.fences[shopper.conversation] = claimed["conversation"]["fence"]
    for agent in (jonas, sofia, lin):
        await agent.does("conversation.resume", **here)
    await jonas.says(shopper.conversation, TOLD, language="de")
    assert (await shopper.sees(f"[fr] {TOLD}", timeout=25))["body"]["original"] == TOLD
    log = (await sofia.does("conversation.resume", after=0, **here))["entries"]
    said = [each["seq"] for each in log if each["body"]["kind"] == "message.posted"]
    for agent in (sofia, lin):
        await agent.does("message.translate", seqs=said, **here)
    for reader in (jonas, sofia, lin):  # what one of them asked for is news for all of them
        for language in ("de", "es", "zh"):
            wanted = {f"[{language}] {ASKED}"} | ({f"[{language}] {TOLD}"} if language != "de" else set())
            for text in wanted:
                await reads(reader, text, here)
    assert "[es]" not in str(shopper.wire.heard)
    for person in (shopper, jonas, sofia, lin):
        await person.wire.close()
