"""Secrets lie shut, open only where they belong, and follow when the server's keys change; phones and webhooks notice nothing."""

import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import insert, update

from server.app.keys import listed, new_key, reseal, seal_what_lies_open
from server.app.store import Store
from server.domain.clock import SystemClock
from server.domain.errors import Refusal
from server.domain.workspace import Policy
from server.identity.sealing import Vault, is_sealed
from server.identity.webhook_signatures import Secrets
from server.settings import Settings, key_file, keys_of
from server.store import tables as t
from server.store.engines import EngineRow, Engines
from server.store.migrate import migrate

OLD, NEW = b"the old key", b"the new key"
OPTIONS = '{"type":"chat","url":"https://models.example/v1","model":"m","key":"sk-canary-71"}'


@given(secret=st.binary(max_size=64), name=st.text(max_size=20), other=st.text(max_size=20))
def test_it_opens_where_it_belongs_and_nowhere_else(secret: bytes, name: str, other: str) -> None:
    vault = Vault((OLD,))
    sealed = vault.seal(secret, "totp", name)
    assert is_sealed(sealed)
    assert vault.open(sealed, "totp", name) == secret
    assert vault.seal(secret, "totp", name) != sealed
    for place in {("totp", name, ""), ("out", name), *([("totp", other)] if other != name else [])}:
        with pytest.raises(Refusal):
            vault.open(sealed, *place)


@pytest.mark.parametrize("text", ["", "s1.", "s1.AAAA", "s1.!!", "g_" + "0" * 26, "s1." + "A" * 90])
def test_what_was_never_sealed_is_refused_by_name(text: str) -> None:
    with pytest.raises(Refusal) as refused:
        Vault((OLD,)).open(text, "totp", "ag_1")
    assert (refused.value.code, refused.value.detail) == ("unavailable", "sealed")


def test_one_changed_letter_or_another_key_opens_nothing() -> None:
    vault = Vault((OLD,))
    sealed = vault.seal(b"x" * 20, "totp", "ag_1")
    wrong = [sealed[:at] + ("A" if sealed[at] != "A" else "B") + sealed[at + 1 :] for at in range(3, len(sealed) - 1)]
    tries: list[tuple[str, tuple[bytes, ...]]] = [*((each, (OLD,)) for each in wrong), (sealed, (NEW,))]
    for one, keys in tries:
        with pytest.raises(Refusal):
            Vault(keys).open(one, "totp", "ag_1")
    assert Vault((NEW, OLD)).open(sealed, "totp", "ag_1") == b"x" * 20


def test_what_a_former_key_made_is_kept_when_it_goes() -> None:
    before, between = Secrets((OLD,)), Secrets((NEW, OLD))
    for kept in ("g_0000000000", before.fresh("out", "wh_1")):
        again = between.resealed("out", "wh_1", kept)
        assert between.of("out", "wh_1", again) == before.of("out", "wh_1", kept)
        assert Secrets((NEW,)).of("out", "wh_1", again) == before.of("out", "wh_1", kept)
        assert between.resealed("out", "wh_1", again) == again


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    """A database with a phone's and a webhook's secrets of the old kind, and of the new a webhook's and a shop's."""
    settings = Settings(data_dir=tmp_path)
    store = Store(settings, SystemClock(), lambda _: None)
    await migrate(store.database)
    mine, vault = {"workspace_id": "ws_1"}, Vault(keys_of(settings))
    person = mine | {"id": "ag_1", "email": "a@b", "languages": (), "team_ids": (), "capacity": 1}
    rows: list[tuple[Any, dict[str, Any]]] = [
        (t.workspace, {"id": "ws_1", "slug": "a", "name": "A", "policy": Policy()}),
        (t.agent, person),
        (t.second_factor, mine | {"id": "ag_1", "generation": "g_1"}),
        (t.webhook, mine | {"id": "wh_1", "url": "https://a.example", "generation": "g_2", "former": "g_3"}),
        (t.shop, mine | {"id": "sh_1", "key": "shop", "origins": ()}),
        (
            t.shop_key,
            mine | {"id": "sk_1", "shop_id": "sh_1", "secret": vault.seal(b"a secret of letters", "shop", "sk_1")},
        ),
        (t.webhook, mine | {"id": "wh_2", "generation": Secrets(keys_of(settings)).fresh("out", "wh_2")}),
        (t.translation_engine, mine | {"id": "en_1", "name": "Paid", "options": OPTIONS}),
    ]
    async with store.records.write() as connection:
        for table, values in rows:
            await connection.execute(insert(table).values(values))
    yield store
    await store.intake.stop()
    await store.database.close()


async def test_the_command_takes_a_new_key_and_every_secret_with_it(store: Store, tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    await seal_what_lies_open(store)
    before = Secrets(keys_of(settings))
    rows = await store.sealed.all()
    held = [before.of(row.kind, row.id, row.value)[-1] for row in rows]
    assert len(rows) == 6
    assert new_key(settings)
    assert len(keys_of(settings)) == 2
    assert key_file(settings).stat().st_mode & 0o777 == 0o600
    assert await reseal(store, Secrets(keys_of(settings))) == 6
    assert await reseal(store, Secrets(keys_of(settings))) == 0
    alone = Secrets(keys_of(settings)[:1])
    assert [alone.of(row.kind, row.id, row.value) for row in await store.sealed.all()] == [(each,) for each in held]
    lines = await listed(store, keys_of(settings))
    assert [re.sub("^[0-9a-f]{8}", "", line) for line in lines] == [
        "  signs and seals; 6 secrets",
        "  still known; 0 secrets",
    ]
    stranger = await listed(store, (b"another",))
    assert stranger[-1].endswith("not here; 6 secrets cannot be opened")


async def test_an_engine_and_its_key_lie_sealed_whatever_way_they_came(store: Store, tmp_path: Path) -> None:
    """Those of earlier versions after a start, a new one, a changed one; without the key the others go on."""
    keys = keys_of(Settings(data_dir=tmp_path))
    assert [each.options for each in await store.engines.all("ws_1")] == [OPTIONS], "before a start it works as it lies"
    await seal_what_lies_open(store)
    await store.engines.add(EngineRow(id="en_2", workspace_id="ws_1", name="New", options=OPTIONS))
    changed = await store.engines.change("ws_1", "en_1", {"options": OPTIONS.replace("71", "72")})
    assert changed.options.endswith('canary-72"}')
    lying = [row.value for row in await store.sealed.all() if row.kind == "engine"]
    assert len(lying) == 2
    assert all(is_sealed(each) and "canary" not in each for each in lying)
    stranger = Engines(store.reads, store.records, Vault((NEW,)))
    assert [each.options for each in await stranger.all("ws_1")] == ["", ""]
    swapped = {"options": lying[0]}
    async with store.records.write() as connection:
        await connection.execute(
            update(t.translation_engine).where(t.translation_engine.c.id == "en_2").values(swapped)
        )
    mine = await Engines(store.reads, store.records, Vault(keys)).all("ws_1")
    assert [each.options for each in mine if each.id == "en_2"] == [""], "moved to another row it does not open"


def test_a_key_of_the_environment_is_changed_by_its_owner(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert not new_key(Settings(data_dir=tmp_path, secret_key="one key"))
    assert "SECRET_KEY=" in capsys.readouterr().out
    both = Settings(data_dir=tmp_path, secret_key="new key", secret_key_former="one key")
    assert new_key(both)
    assert keys_of(both) == (b"new key", b"one key")
    assert not key_file(both).exists()
