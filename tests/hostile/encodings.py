"""Row 10: pages in the encodings of their language, labelled, short and long; the label is to be believed."""

from __future__ import annotations

from tests.hostile.row import Row, body_has
from tests.hostile.story import page

_SENTENCES = {
    "iso-8859-2": ("pl", "Prom między wyspami znów popłynie w poniedziałek, powiedział kierownik portu."),
    "windows-1250": ("cs", "Přívoz mezi ostrovy vypluje znovu v pondělí, řekl vedoucí přístavu."),
    "iso-8859-7": ("el", "Το πλοίο ανάμεσα στα νησιά θα σαλπάρει πάλι τη Δευτέρα, είπε ο λιμενάρχης."),
    "windows-1253": ("el", "Το πλοίο ανάμεσα στα νησιά θα σαλπάρει πάλι τη Δευτέρα, είπε ο λιμενάρχης."),
    "windows-1251": ("ru", "Паром между островами снова отправится в понедельник, сказал начальник порта."),
    "koi8-r": ("ru", "Паром между островами снова отправится в понедельник, сказал начальник порта."),
    "koi8-u": ("uk", "Пором між островами знову вирушить у понеділок, сказав начальник порту."),
    "windows-1254": ("tr", "Adalar arasındaki vapur pazartesi günü yeniden sefere çıkacak, dedi liman şefi."),
    "iso-8859-9": ("tr", "Adalar arasındaki vapur pazartesi günü yeniden sefere çıkacak, dedi liman şefi."),
    "windows-1255": ("he", "המעבורת בין האיים תפליג שוב ביום שני, אמר מנהל הנמל."),
    "windows-1256": ("ar", "ستبحر العبارة بين الجزيرتين من جديد يوم الاثنين كما قال مدير الميناء."),
    "windows-1258": (
        "vi",
        "Ph\u00e0 n\u00f4i hai \u0111ao se chay l\u00eai, ng\u01b0\u1eddi ta n\u00f3i.".replace("\u1edd", "\u01a1"),
    ),
    "shift_jis": ("ja", "二つの島を結ぶ渡し船は月曜日に運航を再開すると港の責任者が述べた。"),
    "euc-jp": ("ja", "二つの島を結ぶ渡し船は月曜日に運航を再開すると港の責任者が述べた。"),
    "iso-2022-jp": ("ja", "二つの島を結ぶ渡し船は月曜日に運航を再開すると港の責任者が述べた。"),
    "gb2312": ("zh", "两座岛之间的渡轮将于星期一重新开航，港口负责人说。"),
    "gb18030": ("zh", "两座岛之间的渡轮将于星期一重新开航，港口负责人镕说。"),
    "big5": ("zh-TW", "兩座島之間的渡輪將於星期一重新開航，港口負責人說。"),
    "euc-kr": ("ko", "두 섬을 잇는 여객선이 월요일에 다시 운항한다고 항만 책임자가 말했다."),
    "iso-8859-15": ("fr", "Le ferry coûte 5 € et naviguera dès lundi, a déclaré le cœur du port, très ému."),
}


def _made(charset: str, times: int) -> bytes:
    lang, sentence = _SENTENCES[charset]
    text = "".join(f"<p>{sentence * 4}</p>" for _ in range(times))
    return page(
        f"<article><h1>{sentence[:24]}</h1>{text}</article>", lang=lang, title=sentence[:24], charset=charset
    ).encode(charset)


ENCODINGS = [
    Row(
        10,
        f"{charset}, {name}",
        lambda c=charset, t=times: _made(c, t),
        "record",
        checks=(body_has(sentence), lambda a: a.decode_errors == 0),
    )
    for charset, (_, sentence) in _SENTENCES.items()
    for name, times in (("short", 3), ("long", 40))
]
