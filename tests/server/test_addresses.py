"""Section 7: which addresses are public, rebinding, and that nothing listens and certificates count."""

from __future__ import annotations

import asyncio
import ssl
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from newsspider import settings
from newsspider.discovery.requestable import fault_of, is_public
from newsspider.fetch import addresses
from newsspider.fetch.addresses import PrivateAddressError, Resolver
from tests.server.crawling import scrapy

PRIVATE = (
    "127.0.0.1", "127.8.9.1", "10.1.2.3", "172.16.0.1", "192.168.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
    "255.255.255.255", "224.0.0.1", "240.0.0.1", "192.0.2.1", "198.18.0.1", "::1", "::", "fe80::1", "fe80::1%eth0",
    "fc00::1", "ff02::1", "::ffff:10.0.0.1", "::ffff:127.0.0.1", "64:ff9b::a00:1", "2002:7f00:1::", "2001:db8::1",
    "not an address", "",
)  # fmt: skip
PUBLIC = ("1.1.1.1", "93.184.216.34", "2606:4700::1111", "::ffff:1.1.1.1", "2002:101:101::", "64:ff9b::101:101")


@pytest.mark.parametrize("address", PRIVATE)
def test_private(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("file:///etc/hostname", "scheme"),
        ("ftp://a.example/x", "scheme"),
        ("data:text/html,x", "scheme"),
        ("javascript:alert(1)", "scheme"),
        ("http:///x", "no host"),
        ("http://a b.example/", "no host"),
        ("http://[::1", "no URL"),
        ("http://a.example:99999/", "no URL"),
        ("http://u:p@a.example/", "credentials"),
        ("http://u@a.example/", "credentials"),
        ("http://[::1]/", "private"),
        ("http://10.0.0.1/", "private"),
    ],
)
def test_urls_that_are_not_fetched(url: str, said: str) -> None:
    assert (fault_of(url) or "").startswith(said)


@pytest.mark.parametrize("url", ["http://a.example/", "https://a.example:8443/x?y#z", "http://1.1.1.1/"])
def test_urls_that_may_be_tried(url: str) -> None:
    assert fault_of(url) is None


def test_a_name_is_checked_each_time_it_is_resolved() -> None:
    """Rebinding: public first, private a moment later."""
    assert Resolver._checked("93.184.216.34", "rebinding.example") == "93.184.216.34"
    assert addresses.refused_address("rebinding.example") is None
    with pytest.raises(PrivateAddressError):
        Resolver._checked("127.0.0.1", "rebinding.example")
    assert addresses.refused_address("rebinding.example") == "127.0.0.1"


def test_test_hosts_need_their_setting(tmp_path: Path) -> None:
    done = scrapy(
        "articles", tmp_path, "-a", "urls=http://harbour.test:1/a", NEWSSPIDER_TEST_HOSTS="0", RETRY_TIMES="0"
    )
    (line,) = done.rejected
    assert line["reason"] in ("robots", "bad_http", "private_address")
    assert "resolve" in line["detail"] or "private" in line["detail"]


def test_nothing_listens_and_nothing_but_http_is_fetched() -> None:
    assert settings.TELNETCONSOLE_ENABLED is False
    assert settings.REMOTE_CONTROL_ENABLED is False
    assert settings.COOKIES_ENABLED is False
    assert settings.DOWNLOAD_VERIFY_CERTIFICATES is True
    assert settings.ROBOTSTXT_OBEY is True
    assert settings.HTTPPROXY_ENABLED is False
    assert dict.fromkeys(("data", "file", "ftp", "s3")) == settings.DOWNLOAD_HANDLERS


def test_a_certificate_that_nobody_signed_is_refused(tmp_path: Path) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate(tmp_path, "tls.test"))
    loop = asyncio.new_event_loop()
    asked: list[Any] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append(await reader.readline())
        writer.close()

    server = loop.run_until_complete(asyncio.start_server(serve, "127.0.0.1", 0, ssl=context))
    loop.set_exception_handler(lambda *_: None)
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    port = server.sockets[0].getsockname()[1]
    try:
        done = scrapy("articles", tmp_path, "-a", f"urls=https://tls.test:{port}/a", RETRY_TIMES="0")
    finally:
        loop.call_soon_threadsafe(server.close)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(5)
        loop.close()
    assert [line["reason"] for line in done.rejected] == ["bad_http"]
    assert asked == []


def certificate(folder: Path, name: str) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)  # noqa: TID251 - a certificate of today
    signed = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = folder / "cert.pem"
    pem = serialization.Encoding.PEM
    secret = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path.write_bytes(secret + signed.public_bytes(pem))
    return path
