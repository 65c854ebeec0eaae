"""An engine dies in mid-conversation: every word arrives once and in order, and what nobody translated says so."""

import asyncio

import httpx2
import pytest

from tests.faults.conftest import Begin
from tests.support.apertium import Apy, apertium, installed
from tests.support.people import Agent, Shopper, client_id
from tests.support.running import PLAIN
from tests.support.wire import Json

pytestmark = [pytest.mark.faults, pytest.mark.skipif(not installed(), reason="apertium-apy is not installed")]

ANSWER = "Su pedido número {0} está en camino y llega mañana por la tarde"
LATER = (
    "La tienda {0} está cerrada hoy, pero mañana abre temprano",
    "El paquete {0} está en la aduana y el correo lo sabe",
    "La bolsa {0} es de color azul y está en el almacén",
    "El precio de la camisa {0} es el mismo en toda la tienda",
    "La caja {0} llegó rota y nosotros mandamos una nueva",
    "El zapato {0} tiene una garantía de dos meses",
    "El dinero de la compra {0} vuelve a su cuenta esta semana",
)
"""No two alike: what the engine said once, the memory says when it is gone."""


async def test_killing_the_engine_loses_nothing_and_delays_nobody(begin: Begin) -> None:
    async with apertium() as apy:
        await _warm(apy)
        server = await begin(APERTIUM_URL=apy.url, PSEUDO_TRANSLATION="0")
        sofia = await Agent.logs_in(server.url, "sofia", online=False)
        shopper = await Shopper.arrives(server.url, locale="pt-BR")
        await shopper.says("Olá, onde está o meu pedido? Ainda não chegou nada aqui")
        here = {"conversationId": shopper.conversation}
        claimed = await sofia.does("conversation.claim", clientId=client_id(), **here)
        sofia.fences[shopper.conversation] = claimed["conversation"]["fence"]
        await sofia.does("conversation.resume", **here)

        for number in range(10, 13):
            await sofia.says(shopper.conversation, ANSWER.format(number), language="es")
        before = await _read(shopper, 3)
        assert [each["originalLanguage"] for each in before] == ["es"] * 3
        assert all(each["language"] == "pt" and each["text"].startswith("Seu pedido") for each in before), before

        sending = [
            asyncio.create_task(sofia.says(shopper.conversation, text.format(number), language="es"))
            for number, text in enumerate(LATER[:-1], 13)
        ]
        await apy.kill()
        acks = await asyncio.gather(*sending)
        await sofia.says(shopper.conversation, LATER[-1].format(19), language="es")
        assert all(ack["ok"] for ack in acks)
        said = await _read(shopper, 10)
        assert [int("".join(filter(str.isdecimal, each["text"]))) for each in said] == list(range(10, 20))
        assert said[-1]["label"] == "untranslated"
        assert all(each.get("label") == "untranslated" or each["language"] == "pt" for each in said)
        await shopper.says("Obrigado, fico a aguardar")
        assert (await shopper.says("E mais uma pergunta"))["ok"]


async def _read(shopper: Shopper, count: int) -> list[Json]:
    """What the desk said, as the customer reads it, once there is so much of it."""
    async with asyncio.timeout(25):
        while True:
            log = await shopper.does("conversation.resume", conversationId=shopper.conversation, after=0)
            said = [each["body"] for each in log["entries"] if each["author"]["kind"] == "agent"]
            said = [body for body in said if body["kind"] == "message.posted"]
            if len(said) >= count:
                return said
            await asyncio.sleep(0.1)


async def _warm(apy: Apy) -> None:
    """The first question of a pair starts its programs."""
    async with httpx2.AsyncClient(timeout=30.0, verify=PLAIN, trust_env=False) as client:
        for pair in ("por|spa", "spa|por_BR"):
            await client.post(apy.url + "/translate", data={"langpair": pair, "q": "pedido"})
