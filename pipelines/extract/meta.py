"""Meta tags, links and the document title, read once."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import urljoin, urlsplit

import tldextract

from pipelines.extract.tree import Element, text_of
from pipelines.text import clean

_domain = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)


@dataclass(frozen=True, slots=True)
class Meta:
    """What the head of the page says."""

    values: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Contents by name, property, itemprop or http-equiv, lower case."""
    title: str | None = None
    canonical: str | None = None
    base: str | None = None
    language: str | None = None

    def first(self, *names: str) -> str | None:
        """Return the first non-empty value under the names, in the order of the names."""
        for name in names:
            for value in self.values.get(name, ()):
                if value:
                    return value
        return None

    def all(self, *names: str) -> list[tuple[str, str]]:
        """Return (name, value) for every value under the names."""
        return [(name, value) for name in names for value in self.values.get(name, ()) if value]


def read(root: Element, url: str | None) -> Meta:
    """Return the meta data of a page; `url` is what relative links are relative to."""
    values: dict[str, list[str]] = {}
    for element in root.iter("meta"):
        content = element.get("content") or element.get("value")
        name = element.get("property") or element.get("name") or element.get("itemprop") or element.get("http-equiv")
        if name and content:
            values.setdefault(name.strip().lower(), []).append(clean(content[:5_000]))
    base = url
    for element in root.iter("base"):
        if element.get("href"):
            base = _join(url, element.get("href"))
            break
    canonical = None
    for element in root.iter("link"):
        if (element.get("rel") or "").lower() == "canonical" and element.get("href"):
            canonical = _join(base, element.get("href"))
            break
    head = root.find("head")
    title = head.find(".//title") if head is not None else root.find(".//title")
    language = root.get("lang") or root.get("xml:lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang")
    return Meta(
        {name: tuple(dict.fromkeys(v for v in found if v)) for name, found in values.items()},
        text_of(title) or None if title is not None else None,
        canonical,
        base,
        language,
    )


def _join(base: str | None, href: str) -> str | None:
    try:
        url = urljoin(base, href.strip()) if base else href.strip()
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in {"http", "https"} and parts.netloc else None


def domain_of(url: str | None) -> str | None:
    """Return the registrable domain of a URL, or its host where it has none.

    >>> domain_of("https://www.example.co.uk/a")
    'example.co.uk'
    >>> domain_of("https://www.example.test/a"), domain_of("http://127.0.0.1/a")
    ('example.test', '127.0.0.1')
    """
    if not url:
        return None
    try:
        host = urlsplit(url).hostname
    except ValueError:
        return None
    return _registrable(host) if host else None


@lru_cache(maxsize=1_000)
def _registrable(host: str) -> str:
    found = _domain(host)
    if found.top_domain_under_public_suffix or found.suffix or found.ipv4 or found.ipv6:
        return found.top_domain_under_public_suffix or host
    # the public suffix list's prevailing rule: an unlisted top level is a suffix by itself
    return ".".join(host.split(".")[-2:])


def same_site(a: str | None, b: str | None) -> bool:
    """Tell whether two URLs belong to one registrable domain."""
    return domain_of(a) is not None and domain_of(a) == domain_of(b)
