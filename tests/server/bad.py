"""The zoo: one host a bad behaviour, `http://<behaviour>.test:PORT/page`."""

from __future__ import annotations

import asyncio
import gzip
import random
import socket
import struct
import zlib
from collections.abc import Awaitable, Callable
from functools import cache
from typing import Any

import brotli

from tests.server.loopback import Asked, plain
from tests.server.stories import story

A = story(1)
LONG = story(2, paragraphs=300)
_MEGA = 1 << 20
_BOMB = 300
"""Megabytes: fifteen times the limit."""
Zoo = dict[str, Callable[[Asked], bytes] | Callable[[Asked, asyncio.StreamWriter], Awaitable[None]]]


@cache
def gzip_bomb(layers: int) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    parts = [packer.compress(b"<html><body><article><p>")]
    block = b"a" * _MEGA
    parts += [packer.compress(block) for _ in range(_BOMB)]
    data = b"".join([*parts, packer.flush()])
    return data if layers == 1 else gzip.compress(data)


@cache
def brotli_bomb() -> bytes:
    packer = brotli.Compressor(quality=1)
    out = [packer.process(b"<html><body><p>")]
    out += [packer.process(b"a" * _MEGA) for _ in range(_BOMB)]
    return b"".join([*out, packer.finish()])


def moved(location: str | bytes, status: str = "302 Found") -> bytes:
    raw = location if isinstance(location, bytes) else location.encode()
    return f"HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\nLocation: ".encode() + raw + b"\r\n\r\n"


def encoded(body: bytes, name: str, **more: Any) -> bytes:
    return plain(body, headers=(("Content-Encoding", name),), **more)


def refresh(target: str) -> bytes:
    return plain(f'<html><head><meta http-equiv="refresh" content="0;url={target}"></head></html>'.encode())


async def drip(asked: Asked, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 100000\r\n\r\n")
    for _ in range(60):
        writer.write(b"a")
        await writer.drain()
        await asyncio.sleep(0.3)


async def drip_headers(asked: Asked, writer: asyncio.StreamWriter) -> None:
    for byte in b"HTTP/1.1 200 OK\r\nX-Slow: " + b"a" * 60:
        writer.write(bytes([byte]))
        await writer.drain()
        await asyncio.sleep(0.3)


async def hang(asked: Asked, writer: asyncio.StreamWriter) -> None:
    await asyncio.sleep(20)


async def reset(asked: Asked, writer: asyncio.StreamWriter) -> None:
    writer.write(plain(A, length=len(A) * 10))
    await writer.drain()
    await asyncio.sleep(0.05)
    raw = writer.get_extra_info("socket")
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


async def endless(asked: Asked, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html><body>")
    for _ in range(60):
        writer.write(b"<p>" + b"a" * _MEGA + b"</p>")
        await writer.drain()


async def silent(asked: Asked, writer: asyncio.StreamWriter) -> None:
    return


def chunked(body: bytes, size: str) -> bytes:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
    return head + size.encode() + b"\r\n" + body


def busy(status: str, wait: str) -> Callable[[Asked], bytes]:
    return lambda asked: plain(b"<html>later</html>", status=status, headers=(("Retry-After", wait),))


def busy_once(asked: Asked) -> bytes:
    return plain(A) if asked.number else busy("503 Service Unavailable", "1")(asked)


PRIVATE = (
    "127.0.0.1", "localhost", "0177.0.0.1", "2130706433", "0x7f000001", "127.1", "[::1]", "[::ffff:127.0.0.1]",
    "10.0.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "[fe80::1]", "[64:ff9b::7f00:1]", "224.0.0.1",
)  # fmt: skip
"""Row 67: eight spellings of loopback, and others that no crawler should reach."""


def inward(host: str) -> Callable[[Asked], bytes]:
    return lambda asked: moved(f"http://{host}:{asked.port}/inside")


COOKIES = tuple(("Set-Cookie", f"c{i}={'v' * 100}; Path=/") for i in range(2_000))
PART = (("Content-Range", f"bytes 0-499/{len(A)}"),)
HEADERS = tuple((f"X-H{i}", "v") for i in range(20_000))

ZOO: Zoo = {
    # 56
    "length-long": lambda _: plain(A, length=len(A) + 5_000),
    "chunk-cut": lambda _: chunked(A[:500], f"{len(A):x}"),
    "chunk-bad": lambda _: chunked(A, "ZZZ"),
    "reset": reset,
    # 57, 58
    "length-short": lambda _: plain(A, length=100),
    "length-negative": lambda _: plain(A, length=-5),
    "length-word": lambda _: plain(A, length="abc"),
    "length-twice": lambda _: plain(A, headers=(("Content-Length", "10"),)),
    # 59, 60, 61
    "gzip-cut": lambda _: encoded(gzip.compress(LONG)[:-60], "gzip"),
    "gzip-fake": lambda _: encoded(A, "gzip"),
    "brotli-fake": lambda _: encoded(b"\x01\xff\x02" * 300, "br"),
    "no-length": lambda _: b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n" + A,
    # 62, 63
    "bomb-gzip": lambda _: encoded(gzip_bomb(1), "gzip"),
    "bomb-gzip-twice": lambda _: encoded(gzip_bomb(2), "gzip, gzip"),
    "bomb-brotli": lambda _: encoded(brotli_bomb(), "br"),
    "endless": endless,
    # 64
    "redirect-self": lambda asked: moved(asked.path),
    "redirect-chain": lambda asked: moved(f"/page/{asked.path.count('/')}/{asked.path.strip('/')}"),
    "redirect-empty": lambda _: moved(""),
    "refresh-loop": lambda asked: refresh(asked.path),
    # 65
    "redirect-file": lambda _: moved("file:///etc/hostname"),
    "redirect-ftp": lambda _: moved("ftp://127.0.0.1/x"),
    "redirect-s3": lambda _: moved("s3://bucket/x"),
    "redirect-data": lambda _: moved("data:text/html,<p>hi</p>"),
    "refresh-file": lambda _: refresh("file:///etc/hostname"),
    # 66
    "redirect-script": lambda _: moved("javascript:alert(1)"),
    "redirect-bracket": lambda _: moved("http://[::1"),
    "redirect-space": lambda _: moved("http://exa mple .test/"),
    "redirect-long": lambda _: moved("/x?" + "a" * 10_000),
    "redirect-user": lambda _: moved("http://user:pass@redirect-user.test/"),
    # 67 is made below, for it needs the port; 68
    "redirect-other": lambda asked: moved(f"http://headers-seen.test:{asked.port}/page"),
    # 69
    "drip": drip,
    "drip-headers": drip_headers,
    "hang": hang,
    # 70
    "busy-429": busy("429 Too Many Requests", "1"),
    "busy-503": busy("503 Service Unavailable", "1"),
    "busy-long": busy("429 Too Many Requests", "90000"),
    "busy-once": busy_once,
    # 72
    "status-999": lambda _: b"HTTP/9.9 999 WAT\r\nContent-Length: 2\r\n\r\nhi",
    "garbage": lambda _: b"\x00\x01\x02garbage\r\n\r\n" + random.Random(7).randbytes(200),
    "silent": silent,
    # 73
    "part": lambda _: plain(A[:500], status="206 Partial Content", headers=PART),
    "no-content": lambda _: b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n",
    # 74, 75
    "headers-many": lambda _: plain(A, headers=HEADERS),
    "header-long": lambda _: plain(A, headers=(("X-L", "a" * 1_000_000),)),
    "cookies": lambda _: plain(A, headers=COOKIES),
    # 76, in the words of five languages
    "consent": lambda _: wall("Before you continue", "We and our partners use cookies to store and access information. "
                              "Accept all cookies or manage your privacy settings to continue to the site."),
    "captcha": lambda _: wall("Vérification", "Vérifiez que vous êtes un humain. Veuillez résoudre le captcha pour "
                              "continuer. Nous avons détecté un trafic inhabituel depuis votre réseau."),
    "gone": lambda _: wall("Seite nicht gefunden", "Die gesuchte Seite wurde nicht gefunden. Fehler 404."),
    "login": lambda _: wall("Iniciar sesión", "Inicia sesión para continuar. ¿No tienes cuenta? Regístrate gratis."),
}  # fmt: skip
ZOO |= {f"private-{i}": inward(host) for i, host in enumerate(PRIVATE)}
ROBOTS: dict[str, bytes] = {
    "robots-503": plain(b"<html>maintenance</html>", status="503 Service Unavailable"),
    "robots-403": plain(b"<html>no</html>", status="403 Forbidden"),
    "robots-page": plain(A),
    "robots-no": plain(b"User-agent: *\nDisallow: /page\n", kind="text/plain"),
    "robots-only-us": plain(b"User-agent: newsspider\nDisallow: /\n\nUser-agent: *\nAllow: /\n", kind="text/plain"),
    "robots-delay": plain(b"User-agent: *\nCrawl-delay: 1\nAllow: /\n", kind="text/plain"),
}
ALLOW = plain(b"User-agent: *\nAllow: /\n", kind="text/plain")


def wall(title: str, text: str) -> bytes:
    head = f"<html><head><meta charset=utf-8><title>{title}</title></head>"
    return plain(f"{head}<body><h1>{title}</h1><p>{text}</p></body></html>".encode())


def prepare() -> None:
    """Make the bombs now: the server must not be busy with them."""
    for layers in (1, 2):
        gzip_bomb(layers)
    brotli_bomb()


async def answer(asked: Asked, writer: asyncio.StreamWriter) -> None:
    name = asked.host.removesuffix(".test")
    if asked.path == "/robots.txt":
        if name == "robots-hang":
            await hang(asked, writer)
        writer.write(ROBOTS.get(name, ALLOW))
        return
    found = ZOO.get(name, lambda _: plain(A))
    if asyncio.iscoroutinefunction(found):
        await found(asked, writer)
    else:
        writer.write(found(asked))  # type: ignore[call-arg, arg-type]
