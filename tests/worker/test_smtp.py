"""Encryption and passwords on the way to a mail server: used where offered, never risked."""

import ssl
from datetime import UTC, datetime, timedelta
from email.headerregistry import Address
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from server.app.mail import mail_options
from server.domain.errors import Refusal
from server.settings import Settings
from server.worker import smtp
from server.worker.smtp import MailOptions, Post
from tests.support.mailbox import Mailbox, Options, mailbox

LETTER = b"From: help@shop.example\r\nTo: maya@home.example\r\nSubject: x\r\n\r\nHello\r\n"
LOGIN = ("post office", "p:ss/w@rd")


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A key and a certificate for 127.0.0.1 that nobody trusts yet."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "mail.shop.example")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path / "mail.pem"
    plain = serialization.NoEncryption()
    secret = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    path.write_bytes(secret + made.public_bytes(serialization.Encoding.PEM))
    return path


def guarded(certificate: Path) -> Options:
    """A server that asks for TLS and a password."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return Options(tls=context, login=LOGIN)


def to(box: Mailbox, login: tuple[str, str] = LOGIN) -> Post:
    """Somebody who sends there."""
    sender = Address("", "help", "shop.example")
    return Post(
        MailOptions(host="127.0.0.1", port=box.port, sender=sender, user=login[0], password=login[1], seconds=5)
    )


async def test_a_trusted_server_gets_password_and_letter_encrypted(
    certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    async with mailbox(guarded(certificate)) as box:
        assert (await to(box).ask()).kind == "accepted"
        assert (await to(box).send(LETTER, "maya@home.example")).kind == "accepted"
        assert box.encrypted == [True]
        assert (await to(box, ("post office", "wrong")).ask()).code == "535"
        answer = await to(box, ("post office", "wrong")).send(LETTER, "maya@home.example")
        assert (answer.kind, answer.code) == ("away", "535"), "a wrong password is no letter's fault"


async def test_whoever_cannot_prove_to_be_the_server_gets_nothing(certificate: Path) -> None:
    async with mailbox(guarded(certificate)) as box:
        assert (await to(box).send(LETTER, "maya@home.example")).kind == "away"
        assert not box.came


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
async def test_no_password_travels_in_the_open_beyond_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    async with mailbox(Options(login=LOGIN)) as box:
        assert (await to(box).send(LETTER, "maya@home.example")).kind == "accepted"
        monkeypatch.setattr(smtp, "_here", lambda _: False)
        assert (await to(box).send(LETTER, "maya@home.example")).kind == "away"
        assert len(box.letters) == 1
    monkeypatch.undo()
    assert not any(map(smtp._here, ("127.0.0.1.evil.example", "10.0.0.1", "localhost.evil.example", "")))


def chosen(url: str, sender: str = "Harbor & Pine <help@shop.example>") -> MailOptions | None:
    """What the two settings mean."""
    return mail_options(Settings(smtp_url=url, mail_from=sender))


def test_the_settings_are_read() -> None:
    assert chosen("", "") is None
    options = chosen("smtp://post%20office:p%3Ass%2Fw%40rd@mail.shop.example")
    assert options is not None
    assert (options.host, options.port, options.tls) == ("mail.shop.example", 587, False)
    assert (options.user, options.password) == LOGIN
    assert str(options.sender) == "Harbor & Pine <help@shop.example>"
    safe = chosen("smtps://[::1]", "help@shop.example")
    assert safe is not None
    assert (safe.host, safe.port, safe.tls, safe.sender.display_name) == ("::1", 465, True, "")


ODD = (
    "mail.shop.example",
    "http://mail.shop.example",
    "smtp://",
    "smtp://h:port",
    "smtp://h:99999",
    "smtp://u:hush@/x",
)


@pytest.mark.parametrize("url", ODD)
def test_a_mail_server_that_makes_no_sense_is_named_without_its_password(url: str) -> None:
    with pytest.raises(Refusal, match="SMTP_URL") as refused:
        chosen(url)
    assert "hush" not in str(refused.value)


@pytest.mark.parametrize(
    "sender", ["", "Harbor", "a@", "@b.example", "a@b.example, c@d.example", "hélp@shop.example", "a\nb@c.d"]
)
def test_a_sender_that_makes_no_sense_is_named(sender: str) -> None:
    with pytest.raises(Refusal, match="MAIL_FROM"):
        chosen("smtp://mail.shop.example", sender)
