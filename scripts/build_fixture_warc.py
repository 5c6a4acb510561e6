"""Write the fixture pages as fixtures/warc/sample.warc.gz and fixtures/zip/pages.zip, the same bytes each time.

    python scripts/build_fixture_warc.py

Record ids come from the URL and times from page.json, so that a second run changes nothing.
"""

from __future__ import annotations

import gzip
import io
import json
import uuid
import zipfile
from http import HTTPStatus
from pathlib import Path

from fastwarc.warc import WarcRecord, WarcRecordType

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures"
SITES = FIXTURES / "sites"
IN_WARC = (
    "meridian-wire.test/refinery-strike",
    "northline.test/ferry-inquiry",
    "bundesblatt.test/pflege-streit",
    "la-rive.test/canicule-paywall",
    "minato-shimbun.test/seoul-talks",
    "nevsky-agency.test/ledokol",
    "habari-pwani.test/kivuko",
    "lakeshore-tribune.test/not-captcha",
)
IN_ZIP = (
    "dekade.test/dijk",
    "corriere-laguna.test/acqua-alta",
    "huabei-net.test/tielu",
    "diario-meseta.test/not-found",
)


def response(case: str) -> WarcRecord:
    """Return the response record of a fixture."""
    facts = json.loads((SITES / case / "page.json").read_text(encoding="utf-8"))
    content = (SITES / case / "page.html").read_bytes()
    status = HTTPStatus(facts["status"])
    lines = (
        f"HTTP/1.1 {status.value} {status.phrase}",
        f"Content-Type: {facts['content_type']}",
        f"Content-Length: {len(content)}",
    )
    record = WarcRecord()
    number = uuid.uuid5(uuid.NAMESPACE_URL, facts["url"])
    record.init_headers(WarcRecordType.response, f"uuid:{number}".encode("ascii"))
    record.headers["WARC-Target-URI"] = facts["url"]
    record.headers["WARC-Date"] = facts["retrieved_at"]
    record.headers["Content-Type"] = "application/http; msgtype=response"
    record.set_bytes_content("\r\n".join((*lines, "", "")).encode("ascii") + content)
    return record


def main() -> None:
    """Write both containers."""
    warc = FIXTURES / "warc" / "sample.warc.gz"
    warc.parent.mkdir(exist_ok=True)
    out = io.BytesIO()
    for case in IN_WARC:
        plain = io.BytesIO()
        response(case).write(plain, checksum_data=True)
        out.write(member(plain.getvalue()))
    warc.write_bytes(out.getvalue())
    archive = FIXTURES / "zip" / "pages.zip"
    archive.parent.mkdir(exist_ok=True)
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        for case in IN_ZIP:
            info = zipfile.ZipInfo(f"{case}.html", date_time=(2024, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            file.writestr(info, (SITES / case / "page.html").read_bytes())
    print(f"{len(IN_WARC)} pages in {warc.name}, {len(IN_ZIP)} in {archive.name}")


def member(record: bytes) -> bytes:
    """Return a record as a gzip member of its own, without a time stamp."""
    return gzip.compress(record, mtime=0)


if __name__ == "__main__":
    main()
