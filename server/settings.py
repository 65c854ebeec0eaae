"""What the operator chooses, from the environment. Read once, by app alone; rooms get small pieces of it."""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from msgspec import Struct, ValidationError, convert

ROOT = Path(__file__).parents[1]


class Settings(Struct, frozen=True, kw_only=True):
    """Names are the environment's, lower case. Empty `database_url` and `redis_url` mean: embedded."""

    host: str = "127.0.0.1"
    port: int = 8000
    data_dir: Path = ROOT / "data"
    database_url: str = ""
    redis_url: str = ""
    redis_binary: str = ""
    without_redis: Literal["store", "wait"] = "store"
    files_url: str = ""
    secret_key: str = ""
    secret_key_former: str = ""
    log_level: str = "INFO"
    max_sockets: int = 5000
    rate_burst: float = 60.0
    rate_refill: float = 6.0
    address_burst: float = 300.0
    address_refill: float = 1.0
    workspace_burst: float = 6000.0
    workspace_refill: float = 600.0
    sockets_per_person: int = 30
    trusted_proxies: str = ""
    proxy_header: Literal["x-forwarded-for", "forwarded"] = "x-forwarded-for"
    libretranslate_url: str = ""
    libretranslate_key: str = ""
    chat_url: str = ""
    chat_model: str = ""
    chat_key: str = ""
    deepl_key: str = ""
    google_translate_key: str = ""
    google_account: str = ""
    apertium_url: str = ""
    models_folder: str = ""
    translate_order: str = ""
    translate_first: str = ""
    translate_day: int = 0
    translate_month: int = 0
    pseudo_translation: bool = False
    smtp_url: str = ""
    mail_from: str = ""
    mail_wait_seconds: float = 60.0
    outside_networks: str = ""
    demo: bool = False
    public_url: str = ""
    secure_cookies: bool = False
    session_idle_hours: float = 12.0
    session_hours: float = 168.0
    metrics_token: str = ""
    drain_seconds: float = 15.0

    @property
    def database(self) -> str:
        """The database's address; SQLite in the data folder unless one was named."""
        return self.database_url or f"sqlite:///{self.data_dir / 'tradewind.db'}"

    @property
    def embedded(self) -> bool:
        """Whether this process is the only one: SQLite has one writer."""
        return self.database.startswith("sqlite")


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings. Raises ValueError naming the variable that makes no sense."""
    chosen: dict[str, object] = {}
    for name in Settings.__struct_fields__:
        text = environment.get(name.upper())
        if text:
            chosen[name] = _typed(name, text)
    return Settings(**chosen)  # type: ignore[arg-type]


def _typed(name: str, text: str) -> object:
    kind: Any = Settings.__annotations__[name]
    try:
        if kind is bool:
            return text.lower() in ("1", "true", "yes", "on")
        if kind is Path:
            return Path(text).resolve()
        return convert(text, kind, strict=False)
    except ValidationError as error:
        raise ValueError(f"{name.upper()}={text!r}: {error}") from error


def keys_of(settings: Settings) -> tuple[bytes, ...]:
    """The server's keys, of which the first signs and seals and all are known: SECRET_KEY and SECRET_KEY_FORMER, or those in the
    data folder, one a line, of which the first is made at the first start."""
    if settings.secret_key:
        return tuple(each.encode() for each in (settings.secret_key, settings.secret_key_former) if each)
    path = key_file(settings)
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    try:
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
    except FileExistsError:
        pass
    return tuple(path.read_bytes().split())


def key_file(settings: Settings) -> Path:
    """Where the keys lie when SECRET_KEY does not name them."""
    return settings.data_dir / "secret"
