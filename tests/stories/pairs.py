"""Pairs of texts that we made up: copies as newsrooms make them, and stories that only look alike."""

from __future__ import annotations

import random
from pathlib import Path

from newsspider import read_records

ROOT = Path(__file__).resolve().parents[2]
_PLACES = (
    "Aberholm",
    "Vellmar",
    "Ostrau",
    "Pinehurst",
    "Karlsund",
    "Tiradentes",
    "Montroy",
    "Lakeside",
    "Halden",
    "Brixby",
)
_NAMES = ("Silva", "Novak", "Berger", "Lindqvist", "Okafor", "Tanaka", "Moreau", "Prado", "Keane", "Haddad")
_VERBS = ("approved", "rejected", "postponed", "reviewed", "praised", "questioned", "signed", "cancelled")
_THINGS = (
    "the harbour tunnel", "a second ferry line", "the school roof", "the night bus", "a park by the mill", "the tram depot",
    "the old customs house", "a flood wall", "the market hall", "the eastern bridge", "a bicycle ring", "the water tower",
)  # fmt: skip


def story(seed: int, paragraphs: int = 8) -> list[str]:
    """Return the paragraphs of an invented story, no two seeds alike."""
    chance = random.Random(seed)
    pick = chance.choice
    found = []
    for _ in range(paragraphs):
        one = (
            f"Councillor {pick(_NAMES)} {pick(_VERBS)} {pick(_THINGS)} in {pick(_PLACES)} on {chance.randrange(1, 28)} March, "
            f"{chance.randrange(2, 90)} years after {pick(_THINGS)} was first drawn on a map of {pick(_PLACES)}."
        )
        two = (
            f"Engineer {pick(_NAMES)} counted {chance.randrange(100, 9000)} visitors and {chance.randrange(3, 80)} complaints, "
            f"while {pick(_NAMES)} and {pick(_NAMES)} {pick(_VERBS)} what {pick(_PLACES)} had paid for {pick(_THINGS)}."
        )
        found.append(f"{one} {two}")
    return found


def real() -> list[list[str]]:
    """Return the stories of our fixture records, in their languages, long enough to be compared."""
    records = read_records(ROOT / "fixtures" / "records" / "1.0.jsonl")
    return [list(r.body.paragraphs) for r in records if len(r.body.text) > 500]


CHINESE = [
    "市议会周二投票通过港口隧道修建计划，工程将于明年春天开始，预计耗时四年，总费用约为二十三亿元。",
    "支持者认为隧道可以缓解老城区的交通压力，每天有三万八千辆汽车穿过狭窄的石桥，高峰时段排队超过一小时。",
    "反对者担心工程会破坏地下水源，并要求独立专家重新评估环境影响，他们在会议厅外举行了两个小时的集会。",
    "市长表示政府愿意听取意见，但不会推迟开工时间，因为中央财政补贴将在年底到期，错过这个机会代价太大。",
    "施工期间渡轮班次将增加一倍，学生和老人可以免费乘坐，相关费用由交通基金承担，细则下月公布。",
]


def copies(text: list[str], seed: int) -> dict[str, list[str]]:
    """Return copies of a story as other papers print it."""
    chance = random.Random(seed)
    local = story(10_000 + seed, 2)
    cut = text[: max(2, round(len(text) * 0.65))]
    lead = [f"What had been awaited for months came on Tuesday, as the news agency reported ({seed}).", *text[1:]]
    return {
        "same": list(text),
        "cut": cut,
        "another lead": lead,
        "local paragraphs": [text[0], local[0], *text[1:], local[1]],
        "edited": [edited(p, chance) for p in text],
        "cut and edited": [edited(p, chance) for p in cut],
        "in another order": [*text[1:], text[0]],
    }


def edited(paragraph: str, chance: random.Random) -> str:
    """Return a paragraph with one word in thirty replaced."""
    words = paragraph.split(" ")
    if len(words) < 4:
        at = len(paragraph) // 2
        return paragraph[:at] + "据报道" + paragraph[at:]
    return " ".join("reportedly" if chance.random() < 1 / 30 else w for w in words)


def lookalikes() -> list[list[str]]:
    """Return stories of one mould: weather, markets, matches, and pages with much of the house's own text."""
    chance = random.Random(7)
    pick = chance.choice
    found = []
    for _ in range(12):
        found.append([
            f"{pick(_PLACES)} will see {pick(('rain', 'sun', 'fog', 'snow'))} on Monday with highs of {chance.randrange(2, 31)} degrees.",
            f"Winds from the {pick(('north', 'south', 'east', 'west'))} reach {chance.randrange(5, 80)} km/h by {chance.randrange(6, 22)} o'clock.",
            f"Tuesday begins {pick(('dry', 'wet', 'windy', 'mild'))} in {pick(_PLACES)}, later {chance.randrange(2, 31)} degrees in {pick(_PLACES)}.",
            f"The weather service in {pick(_PLACES)} warns of {pick(('ice', 'heat', 'floods', 'storms'))} until {chance.randrange(6, 22)} o'clock.",
        ])  # fmt: skip
    for _ in range(12):
        found.append([
            f"The index closed at {chance.randrange(9000, 19000)} points, {chance.randrange(1, 300)} {pick(('more', 'less'))} than on the day before.",
            f"Shares of {pick(_NAMES)} Steel rose by {chance.randrange(1, 9)}.{chance.randrange(10)} per cent, those of {pick(_NAMES)} Foods fell by {chance.randrange(1, 9)}.",
            f"The euro stood at {chance.randrange(100, 125) / 100} dollars, oil at {chance.randrange(50, 120)} dollars a barrel.",
            f"Analyst {pick(_NAMES)} of {pick(_PLACES)} Bank expects {pick(('calm', 'losses', 'gains'))} until the {chance.randrange(2, 28)}th.",
        ])  # fmt: skip
    for _ in range(12):
        found.append([
            f"{pick(_PLACES)} beat {pick(_PLACES)} {chance.randrange(2, 6)}-{chance.randrange(0, 2)} in front of {chance.randrange(800, 60000)} spectators.",
            f"{pick(_NAMES)} scored in the {chance.randrange(1, 45)}th minute, {pick(_NAMES)} added a second after {chance.randrange(46, 90)} minutes.",
            f"Coach {pick(_NAMES)} praised goalkeeper {pick(_NAMES)}, who saved a penalty by {pick(_NAMES)} shortly before half-time.",
            f"On Saturday {pick(_PLACES)} travel to {pick(_PLACES)}, who are {chance.randrange(2, 18)}th with {chance.randrange(5, 60)} points.",
        ])  # fmt: skip
    house = story(77, 2)  # what a house prints under each of its stories
    found += [[*story(500 + n, 6), *house] for n in range(10)]
    return found
