"""Rewrite the [almanac] groups of every language file that come from CLDR (through Babel) and house styles (G.5)."""

from __future__ import annotations

import json
import pathlib
import re
import textwrap
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from babel import Locale
from babel.dates import get_day_names, get_month_names, get_period_names

LANGUAGES = pathlib.Path(__file__).resolve().parent.parent / "pipelines" / "data" / "languages"
HOUSES = {
    "en": "jan feb mar apr may jun jul aug sep oct nov dec|jan feb march april may june july aug sept oct nov dec",
    "es": "ene feb mar abr may jun jul ago sep oct nov dic|ene feb mar abr may jun jul ago set oct nov dic",
    "it": "gen feb mar apr mag giu lug ago set ott nov dic",
    "pt": "jan fev mar abr mai jun jul ago set out nov dez",
    "de": "jan feb mär apr mai jun jul aug sep okt nov dez"
    "|jänner feber märz april mai juni juli august sept oktober november dezember",
    "fr": "janv févr mars avr mai juin juil août sept oct nov déc",
    "nl": "jan feb mrt apr mei jun jul aug sep okt nov dec",
    "ar": "كانون_الثاني شباط آذار نيسان أيار حزيران تموز آب أيلول تشرين_الأول تشرين_الثاني كانون_الأول"
    "|يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر"
    "|جانفي فيفري مارس أفريل ماي جوان جويلية أوت سبتمبر أكتوبر نوفمبر ديسمبر",
    "he": "בינואר בפברואר במרץ באפריל במאי ביוני ביולי באוגוסט בספטמבר באוקטובר בנובמבר בדצמבר"
    "|בינו׳ בפבר׳ במרץ באפר׳ במאי ביוני ביולי באוג׳ בספט׳ באוק׳ בנוב׳ בדצמ׳",
    "hi": "जनवरी फरवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर अक्टूबर नवंबर दिसंबर"
    "|जनवरी फ़रवरी मार्च अप्रैल मई जून जुलाई अगस्त सितम्बर अक्तूबर नवम्बर दिसम्बर",
    "fa": "ژانویه فوریه مارس آوریل مه ژوئن ژوئیه اوت سپتامبر اکتبر نوامبر دسامبر"
    "|ژانویه فوریه مارس آوریل می ژوئن جولای آگوست سپتامبر اکتبر نوامبر دسامبر",
    "id": "januari februari maret april mei juni juli agustus september oktober november desember",
}


def quoted(text: str) -> str:
    """Return a TOML string."""
    return json.dumps(text, ensure_ascii=False)


def bare(name: str) -> str:
    """Return a TOML key."""
    return name if name.isascii() and name.replace("-", "").replace("_", "").isalnum() else quoted(name)


def months(tag: str) -> dict[str, str]:
    """Return folded month name to number."""
    locale, found = Locale.parse(tag), dict[str, str]()
    for width in ("wide", "abbreviated"):
        for context in ("format", "stand-alone"):
            for number, name in get_month_names(width, context, locale).items():
                folded = name.casefold().strip(". ")
                if len(folded) > 1 and not folded[0].isdigit():
                    found.setdefault(folded, str(number))
    for row in HOUSES.get(tag, "").split("|"):
        for number, name in enumerate(row.split(), 1):
            found.setdefault(name.replace("_", " "), str(number))
    return found


DAYS = {"hi": "गुरूवार बृहस्पतिवार वीरवार इतवार"}
"""Other names of days in print, which CLDR lacks."""


def weekdays(tag: str) -> list[str]:
    """Return the folded names of the days, sorted."""
    locale = Locale.parse(tag)
    styles = [(width, context) for width in ("wide", "abbreviated") for context in ("format", "stand-alone")]
    names = {n.casefold().strip(". ") for w, c in styles for n in get_day_names(w, c, locale).values()}
    return sorted(names | set(DAYS.get(tag, "").split()))


def halves(tag: str, half: str) -> list[str]:
    """Return the folded signs of the half of the day, am or pm, sorted."""
    locale = Locale.parse(tag)
    styles = [(width, context) for width in ("wide", "abbreviated") for context in ("format", "stand-alone")]
    found = {get_period_names(w, c, locale).get(half, "") for w, c in styles} | {half, f"{half[0]}.m."}
    return sorted({" ".join(name.casefold().split()) for name in found if name})


MADE = ("[almanac.months", "[almanac.weekdays]", "[almanac.am]", "[almanac.pm]")


def almanac(tag: str) -> str:
    """Return the groups of one language as TOML."""
    source = "CLDR through Babel; house styles of conventions G.5"
    lines = ["[almanac.months]", f"source = {quoted(source)}", "", "[almanac.months.values]"]
    lines += [f"{bare(name)} = {quoted(number)}" for name, number in sorted(months(tag).items())]
    days = textwrap.wrap(", ".join(quoted(d).replace(" ", "\0") for d in weekdays(tag)) + ",", 116)
    lines += ["", "[almanac.weekdays]", 'source = "CLDR through Babel"', "phrases = ["]
    lines += ["    " + line.replace("\0", " ") for line in days]
    lines.append("]")
    for half in ("am", "pm"):
        signs = ", ".join(quoted(s) for s in halves(tag, half))
        lines += ["", f"[almanac.{half}]", 'source = "CLDR through Babel"', f"phrases = [{signs}]"]
    return "\n".join([*lines, ""])


def by_hand(text: str) -> str:
    """Return a language file without the groups that are made here."""
    groups = re.split(r"(?m)^(?=\[)", text)
    return "".join(g.rstrip("\n") + "\n\n" for g in groups if not g.startswith(MADE))


def main() -> None:
    """Write every file; each language in a process of its own, since Babel 2.18 hands names of the locale before on."""
    paths = sorted(LANGUAGES.glob("*.toml"))
    with ProcessPoolExecutor(1, mp_context=get_context("spawn"), max_tasks_per_child=1) as pool:
        for path, groups in zip(paths, pool.map(almanac, [p.stem for p in paths]), strict=True):
            path.write_text(by_hand(path.read_text(encoding="utf-8")) + groups, encoding="utf-8")


if __name__ == "__main__":
    main()
