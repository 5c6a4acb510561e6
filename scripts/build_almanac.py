"""Write the [almanac] groups of every language file from CLDR (through Babel), with house styles beside them (G.5)."""

from __future__ import annotations

import json
import pathlib

from babel import Locale
from babel.dates import get_day_names, get_month_names

HERE = pathlib.Path(__file__).resolve().parent.parent
LANGUAGES = [
    "en",
    "de",
    "fr",
    "es",
    "it",
    "pt",
    "nl",
    "da",
    "no",
    "sv",
    "fi",
    "is",
    "pl",
    "cs",
    "hu",
    "ro",
    "el",
    "tr",
    "ru",
    "uk",
    "ar",
    "fa",
    "he",
    "hi",
    "id",
    "ms",
    "vi",
    "sw",
    "ja",
    "zh",
    "ko",
]
HOUSES = {
    "en": "jan feb mar apr may jun jul aug sep oct nov dec|jan feb march april may june july aug sept oct nov dec",
    "es": "ene feb mar abr may jun jul ago sep oct nov dic|ene feb mar abr may jun jul ago set oct nov dic",
    "it": "gen feb mar apr mag giu lug ago set ott nov dic",
    "pt": "jan fev mar abr mai jun jul ago set out nov dez",
    "de": "jan feb mär apr mai jun jul aug sep okt nov dez|jänner feber märz april mai juni juli august sept oktober november dezember",
    "fr": "janv févr mars avr mai juin juil août sept oct nov déc",
    "nl": "jan feb mrt apr mei jun jul aug sep okt nov dec",
    "ar": "كانون_الثاني شباط آذار نيسان أيار حزيران تموز آب أيلول تشرين_الأول تشرين_الثاني كانون_الأول",
    "id": "januari februari maret april mei juni juli agustus september oktober november desember",
}


def quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def main() -> None:
    for tag in LANGUAGES:
        locale = Locale.parse(tag)
        months: dict[str, str] = {}
        for width in ("wide", "abbreviated"):
            for context in ("format", "stand-alone"):
                for number, name in get_month_names(width, context, locale).items():
                    folded = name.casefold().strip(". ")
                    if not folded.isdigit() and len(folded) > 1 and not folded[0].isdigit():
                        months.setdefault(folded, str(number))
        for row in HOUSES.get(tag, "").split("|"):
            for number, name in enumerate(row.split(), 1):
                months.setdefault(name.replace("_", " "), str(number))
        days = {
            n.casefold().strip(". ")
            for w in ("wide", "abbreviated")
            for c in ("format", "stand-alone")
            for n in get_day_names(w, c, locale).values()
        }
        lines = ["[almanac.months]", 'source = "CLDR through Babel; house styles of conventions G.5"', "phrases = []"]
        lines.append("values = { " + ", ".join(f"{quoted(k)} = {quoted(v)}" for k, v in sorted(months.items())) + " }")
        lines += [
            "",
            "[almanac.weekdays]",
            'source = "CLDR through Babel"',
            f"phrases = [{', '.join(quoted(d) for d in sorted(days))}]",
        ]
        path = HERE / "pipelines/data/languages" / f"{tag}.almanac.toml"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
