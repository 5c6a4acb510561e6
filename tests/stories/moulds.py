"""Reports that we made up in the moulds of newsrooms: alike in nearly every word, and each another story."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

_Chance = random.Random
_HOUSES = (
    "Aberholm",
    "Vellmar",
    "Ostrau",
    "Pinehurst",
    "Karlsund",
    "Montroy",
    "Halden",
    "Brixby",
    "Tarnow",
    "Eschfeld",
)
_PEOPLE = (
    "Silva",
    "Novak",
    "Berger",
    "Lindqvist",
    "Okafor",
    "Tanaka",
    "Moreau",
    "Prado",
    "Keane",
    "Haddad",
    "Rossi",
    "Ilves",
)
_FIRMS = (
    "Norvik Steel",
    "Palatin Foods",
    "Quillon Energy",
    "Astra Mills",
    "Bering Lines",
    "Corvo Bank",
    "Delmont Optics",
)
_STREETS = ("Elm Street", "Mill Lane", "Harbour Road", "Station Road", "Castle Hill", "Queen's Walk", "Abbey Close")


def _market(c: _Chance) -> list[str]:
    up, rose = c.choice((("higher", "rose"), ("lower", "fell")))
    one, two, three = c.sample(_FIRMS, 3)
    return [
        f"FRANKFURT - German stocks closed {up} on {c.choice(('Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday'))}, with the benchmark DAX index at {c.randrange(15000, 19000)}.{c.randrange(10, 99)} points, {c.randrange(10, 99) / 100} per cent {up} than at the close of the day before.",
        f"Shares in {one} {rose} by {c.randrange(11, 89) / 10} per cent and led the index, while {two} {c.choice(('gained', 'lost'))} {c.randrange(11, 89) / 10} per cent after the company published its figures for the quarter. {three} stood at {c.randrange(20, 400)}.{c.randrange(10, 99)} euros.",
        f"The euro traded at {1 + c.randrange(400, 1800) / 10000:.4f} US dollars in the late afternoon. The European Central Bank had set the reference rate at {1 + c.randrange(400, 1800) / 10000:.4f} dollars. The yield of federal bonds {c.choice(('rose', 'fell'))} to {c.randrange(180, 290) / 100} per cent.",
        f"A barrel of Brent crude from the North Sea cost {c.randrange(60, 99)}.{c.randrange(10, 99)} dollars, {c.randrange(11, 199)} cents {c.choice(('more', 'less'))} than on the previous day. Traders spoke of a {c.choice(('quiet', 'nervous', 'friendly'))} session ahead of the decision of the Federal Reserve in Washington.",
    ]  # fmt: skip


def _weather_de(c: _Chance) -> list[str]:
    day, later = c.sample(("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"), 2)
    sky = ("heiter bis wolkig", "stark bewölkt", "meist sonnig", "regnerisch", "neblig-trüb")
    return [
        f"Offenbach - Am {day} ist es in der Nordhälfte {c.choice(sky)}, im Süden dagegen {c.choice(sky)}. Die Höchstwerte liegen zwischen {c.randrange(1, 14)} Grad an der Küste und {c.randrange(15, 33)} Grad am Oberrhein, teilte der Deutsche Wetterdienst (DWD) mit.",
        f"Der Wind weht {c.choice(('schwach', 'mäßig', 'frisch', 'stürmisch'))} aus {c.choice(('Nord', 'Süd', 'West', 'Ost'))}, in Böen bis {c.randrange(20, 110)} Kilometer pro Stunde. Auf dem Brocken sind Böen bis {c.randrange(50, 140)} Kilometer pro Stunde möglich.",
        f"In der Nacht sinken die Temperaturen auf {c.randrange(0, 9)} bis {c.randrange(9, 17)} Grad. Stellenweise fallen bis zu {c.randrange(2, 50)} Liter Regen pro Quadratmeter. Die Schneefallgrenze liegt bei {c.randrange(6, 24) * 100} Metern.",
        f"Am {later} bleibt es {c.choice(sky)} bei Werten um {c.randrange(3, 30)} Grad. Im Bergland rechnen die Meteorologen mit {c.randrange(1, 12)} Stunden Sonne, im Flachland mit {c.randrange(1, 12)} Stunden.",
    ]  # fmt: skip


def _match_fr(c: _Chance) -> list[str]:
    home, away, third = c.sample(_HOUSES, 3)
    p = c.sample(_PEOPLE, 6)
    return [
        f"{home} s'est imposé face à {away} ({c.randrange(2, 6)}-{c.randrange(0, 2)}) lors de la {c.randrange(2, 38)}e journée du championnat, devant {c.randrange(4, 60)} {c.randrange(100, 999)} spectateurs.",
        f"Le score a été ouvert par {p[0]} dès la {c.randrange(2, 40)}e minute, d'une frappe à l'entrée de la surface. Le but du break a été inscrit par {p[1]} ({c.randrange(46, 70)}e) sur un centre de {p[2]}, avant que {p[3]} ne réduise l'écart à la {c.randrange(71, 90)}e minute.",
        f"L'entraîneur {p[4]} s'est dit satisfait de la réaction de son équipe, qui restait sur {c.randrange(2, 7)} matchs sans victoire. Son gardien {p[5]} a arrêté un penalty juste avant la pause.",
        f"Au classement, {home} occupe désormais la {c.randrange(2, 18)}e place avec {c.randrange(8, 70)} points. La prochaine rencontre aura lieu samedi à {third}, qui compte {c.randrange(8, 70)} points.",
    ]  # fmt: skip


def _lottery_es(c: _Chance) -> list[str]:
    drawn = sorted(c.sample(range(1, 50), 6))
    return [
        f"El sorteo de la Lotería Primitiva celebrado el {c.choice(('lunes', 'jueves', 'sábado'))} {c.randrange(1, 29)} de {c.choice(('enero', 'marzo', 'mayo', 'julio'))} ha dejado la siguiente combinación ganadora: {', '.join(map(str, drawn[:5]))} y {drawn[5]}. El número complementario es el {c.randrange(1, 50)} y el reintegro, el {c.randrange(10)}.",
        f"La recaudación ha ascendido a {c.randrange(5, 19)}.{c.randrange(100, 999)}.{c.randrange(100, 999)} euros. De la categoría especial no ha habido acertantes, por lo que el bote para el próximo sorteo será de {c.randrange(3, 90)} millones de euros.",
        f"En la primera categoría, de seis aciertos, hay {c.randrange(1, 9)} boletos que cobrarán {c.randrange(100, 999)}.{c.randrange(100, 999)},{c.randrange(10, 99)} euros cada uno. Uno de ellos fue sellado en la administración número {c.randrange(1, 30)} de {c.choice(_HOUSES)}.",
        "Los premios pueden cobrarse en cualquier administración durante los tres meses siguientes al sorteo. Los premios superiores a 2.000 euros se abonan en las entidades bancarias concertadas, y los de más de 40.000 euros tributan a Hacienda.",
    ]  # fmt: skip


def _blotter(c: _Chance) -> list[str]:
    a, b = c.sample(_STREETS, 2)
    return [
        f"Police arrested a {c.randrange(18, 70)}-year-old man from {c.choice(_HOUSES)} on suspicion of {c.choice(('theft', 'burglary', 'assault', 'drink-driving', 'fraud'))} after a call from a resident of {a} at {c.randrange(1, 12)}.{c.randrange(10, 59)} p.m., the department said.",
        f"Officers found the suspect near the corner of {b} and took him into custody. He is being held on bail of ${c.randrange(2, 90)},{c.randrange(100, 999)} and is due in court on March {c.randrange(2, 30)}.",
        f"In a separate case, a {c.randrange(18, 70)}-year-old woman reported that her {c.choice(('car', 'bicycle', 'purse', 'van'))} was taken from a car park in {c.choice(_HOUSES)} between {c.randrange(1, 6)} and {c.randrange(7, 12)} a.m. The damage is put at ${c.randrange(200, 9000)}.",
        f"Anyone with information is asked to call Detective {c.choice(_PEOPLE)} at the Criminal Investigation Unit and to quote case number {c.randrange(10000, 99999)}. Calls are treated in confidence.",
    ]  # fmt: skip


def _district_it(c: _Chance) -> list[str]:
    one, two = c.sample(_PEOPLE, 2)
    where = c.choice(_HOUSES)
    return [
        f"Nel collegio {c.randrange(1, 150)} di {where} il candidato di Alleanza Civica, {one}, ha vinto le elezioni regionali con il {c.randrange(350, 590) / 10} per cento dei voti, secondo lo spoglio di {c.randrange(40, 300)} sezioni su {c.randrange(300, 400)}.",
        f"Al secondo posto si è piazzato {two} di Unione Popolare con il {c.randrange(200, 340) / 10} per cento, seguito dal Movimento Verde con il {c.randrange(50, 150) / 10} per cento. Le schede bianche sono state {c.randrange(100, 2000)}, quelle nulle {c.randrange(100, 2000)}.",
        f"L'affluenza è stata del {c.randrange(450, 790) / 10} per cento, contro il {c.randrange(450, 790) / 10} per cento delle elezioni precedenti. Gli aventi diritto al voto erano {c.randrange(20000, 90000)}.",
        f"Cinque anni fa Alleanza Civica aveva ottenuto nel collegio il {c.randrange(200, 590) / 10} per cento e Unione Popolare il {c.randrange(200, 590) / 10} per cento. I risultati definitivi saranno proclamati dalla Corte d'Appello.",
    ]  # fmt: skip


def _earnings(c: _Chance) -> list[str]:
    firm = c.choice(_FIRMS)
    place = c.choice(_HOUSES)
    return [
        f"{place.upper()} (AP) - {firm} on {c.choice(('Tuesday', 'Wednesday', 'Thursday'))} reported {c.choice(('first', 'second', 'third', 'fourth'))}-quarter earnings of ${c.randrange(11, 990)}.{c.randrange(10)} million.",
        f"On a per-share basis, the {place}-based company said it had net income of {c.randrange(11, 99)} cents. Earnings, adjusted for one-time gains and costs, came to ${c.randrange(1, 9)}.{c.randrange(10, 99)} per share.",
        f"The results {c.choice(('topped', 'missed', 'met'))} Wall Street expectations. The average estimate of {c.randrange(3, 14)} analysts surveyed by Zacks Investment Research was for earnings of ${c.randrange(1, 9)}.{c.randrange(10, 99)} per share.",
        f"The company posted revenue of ${c.randrange(1, 9)}.{c.randrange(10, 99)} billion in the period, which also {c.choice(('topped', 'missed'))} Street forecasts. {c.randrange(3, 9)} analysts surveyed by Zacks expected ${c.randrange(1, 9)}.{c.randrange(10, 99)} billion.",
        f"{firm} expects full-year earnings in the range of ${c.randrange(2, 5)}.{c.randrange(10, 99)} to ${c.randrange(5, 9)}.{c.randrange(10, 99)} per share. The company's shares have {c.choice(('climbed', 'dropped'))} {c.randrange(2, 60)}% since the beginning of the year.",
        "This story was generated by Automated Insights using data from Zacks Investment Research.",
    ]  # fmt: skip


def _horoscope_pt(c: _Chance) -> list[str]:
    w = c.choice
    return [
        f"O dia pede {w(('calma', 'coragem', 'prudência', 'alegria', 'silêncio'))} aos nascidos sob este signo. No amor, uma {w(('conversa', 'surpresa', 'visita', 'lembrança'))} pode {w(('mudar', 'alegrar', 'complicar', 'confundir'))} os seus planos, sobretudo se não souber {w(('ouvir', 'esperar', 'ceder', 'perdoar'))}.",
        f"No trabalho, a influência de Mercúrio traz {w(('novidades', 'atrasos', 'elogios', 'dúvidas'))} e alguma {w(('tensão', 'sorte', 'pressa', 'inveja'))} entre colegas. Evite {w(('gastos', 'discussões', 'promessas', 'mudanças'))} antes do fim da semana e guarde tempo para a {w(('família', 'leitura', 'saúde', 'casa'))}.",
        f"A Lua em quadratura com Saturno recomenda {w(('descanso', 'exercício', 'moderação', 'paciência'))}. À noite, um {w(('amigo', 'parente', 'vizinho', 'colega'))} terá uma {w(('boa', 'estranha', 'triste', 'bela'))} notícia para lhe dar. A cor do dia é o {w(('azul', 'verde', 'branco', 'dourado', 'vermelho'))}.",
    ]  # fmt: skip


def _market_zh(c: _Chance) -> list[str]:
    one, two = c.sample(("银行", "煤炭", "医药", "半导体", "白酒", "地产", "航运"), 2)
    return [
        f"周{c.choice('一二三四五')}沪深两市股指{c.choice(('上涨', '下跌', '震荡走高', '冲高回落'))}，截至收盘，上证综指报{c.randrange(2800, 3600)}.{c.randrange(10, 99)}点，{c.choice('涨跌')}幅为{c.randrange(10, 290) / 100}%，深证成指报{c.randrange(9000, 12000)}.{c.randrange(10, 99)}点，{c.choice('涨跌')}幅为{c.randrange(10, 290) / 100}%。",
        f"盘面上，{one}板块领涨，{two}板块跌幅居前。两市共有{c.randrange(1000, 3900)}只个股上涨，{c.randrange(500, 3000)}只个股下跌，其中{c.randrange(10, 90)}只涨停。",
        f"沪市全天成交{c.randrange(2500, 4900)}亿元，深市全天成交{c.randrange(3500, 6900)}亿元，较前一交易日有所变化。北向资金全天净{c.choice(('流入', '流出'))}{c.randrange(3, 120)}.{c.randrange(10, 99)}亿元。",
        f"人民币对美元汇率中间价报{7 + c.randrange(100, 2900) / 10000:.4f}，较前一日调整{c.randrange(10, 300)}个基点。分析人士认为，市场短期内仍将以震荡为主，投资者应关注政策面的变化。",
    ]  # fmt: skip


def _weather_ja(c: _Chance) -> list[str]:
    sky = ("晴れ", "くもり", "雨", "晴れ時々くもり", "くもり一時雨")
    return [
        f"気象庁によると、{c.randrange(1, 29)}日の関東地方は高気圧に覆われ、{c.choice(sky)}となる見込みだ。東京都心の最高気温は{c.randrange(8, 36)}度、横浜は{c.randrange(8, 36)}度、前橋は{c.randrange(8, 36)}度と予想されている。",
        f"近畿地方は{c.choice(sky)}で、大阪の最高気温は{c.randrange(8, 36)}度、京都は{c.randrange(8, 36)}度となる見通し。降水確率は午前が{c.randrange(0, 10) * 10}%、午後が{c.randrange(0, 10) * 10}%となっている。",
        f"北海道では{c.choice(sky)}となり、札幌の最低気温は{c.randrange(2, 20)}度、旭川は{c.randrange(2, 20)}度まで下がる。沿岸では風速{c.randrange(8, 25)}メートルの風が吹く所があるため、船舶は注意が必要だ。",
        f"向こう一週間は気温の変化が大きく、{c.randrange(1, 29)}日ごろからは再び{c.choice(sky)}の日が続くとみられる。気象庁は体調の管理に気をつけるよう呼びかけている。",
    ]  # fmt: skip


def _quake_zh(c: _Chance) -> list[str]:
    where = c.choice(("四川甘孜州", "云南大理州", "新疆和田地区", "青海玉树州", "台湾花莲县海域", "西藏那曲市"))
    numerals = "二三四五六七八九"
    return [
        f"中国地震台网正式测定，{c.randrange(1, 12)}月{c.randrange(1, 29)}日{c.randrange(0, 24)}时{c.randrange(10, 59)}分在{where}发生{c.randrange(30, 69) / 10}级地震，震源深度{c.randrange(8, 60)}千米，震中位于北纬{c.randrange(2300, 4100) / 100}度，东经{c.randrange(7800, 12200) / 100}度。",
        f"据了解，震中周边二十公里内平均海拔约{c.randrange(1000, 4900)}米，距离最近的县城约{c.randrange(9, 90)}公里，当地震感明显，有{c.choice(numerals)}十{c.choice(numerals)}间房屋出现裂缝。",
        f"地震发生后，当地消防救援支队立即派出{c.choice(numerals)}十{c.choice(numerals)}名消防员和{c.randrange(3, 19)}辆消防车赶赴震中查看灾情，目前暂未接到人员伤亡的报告，供水供电和通信正常。",
        f"根据台网速报目录，近五年来震中周边二百公里内共发生三级以上地震{c.randrange(20, 400)}次，最大的一次为{c.randrange(50, 79) / 10}级。",
    ]  # fmt: skip


def _match_ko(c: _Chance) -> list[str]:
    teams = c.sample(("한빛", "두산골", "청해", "백록", "금강", "태백"), 2)
    players = c.sample(("김민호", "박서준", "이도윤", "최지훈", "정하람", "오세진"), 3)
    return [
        f"{teams[0]} 구단은 {c.randrange(1, 29)}일 홈구장에서 열린 프로야구 정규리그 경기에서 {teams[1]} 구단을 {c.randrange(5, 14)}대 {c.randrange(0, 5)}로 꺾고 {c.randrange(2, 9)}연승을 달렸다.",
        f"선발 투수 {players[0]} 선수는 {c.randrange(5, 9)}이닝 동안 {c.randrange(2, 9)}피안타 {c.randrange(3, 12)}탈삼진을 기록하며 시즌 {c.randrange(2, 18)}승째를 거뒀다.",
        f"타선에서는 {players[1]} 선수가 {c.randrange(1, 9)}회 {c.randrange(2, 4)}점 홈런을 쳤고 {players[2]} 선수는 {c.randrange(3, 6)}타수 {c.randrange(2, 4)}안타로 활약했다. 관중은 {c.randrange(4000, 25000)}명이 들어왔다.",
        f"이날 승리로 {teams[0]} 구단은 시즌 {c.randrange(30, 90)}승 {c.randrange(20, 70)}패를 기록하며 순위표에서 {c.randrange(1, 10)}위에 올랐다. 다음 경기는 토요일 오후에 같은 장소에서 열린다.",
    ]  # fmt: skip


def _lottery_nl(c: _Chance) -> list[str]:
    return [
        "In de trekking van de Staatsloterij is opnieuw een grote prijs gevallen. De trekking vond plaats onder toezicht van de notaris en is rechtsgeldig verklaard.",
        f"De hoofdprijs viel op het nummer {c.choice('ABCDEFGH')}{c.choice('KLMNPR')}{c.randrange(10000, 99999)}.",
        "Winnaars kunnen hun prijs binnen een jaar na de trekking opeisen bij een verkooppunt of via de website van de loterij. Over prijzen boven 449 euro wordt kansspelbelasting ingehouden. Deelname is toegestaan vanaf 18 jaar en de loterij roept spelers op om bewust te spelen en op hun uitgaven te letten.",
    ]


def _match_de(c: _Chance) -> list[str]:
    p = c.sample(
        ["Müller", "Schneider", "Fischer", "Weber", "Wagner", "Becker", "Hoffmann", "Koch", "Richter", "Wolf"], 5
    )
    t = c.sample(["Halden", "Eschfeld", "Tarnow", "Montroy", "Karlsund"], 2)
    return [
        f"Die Mannschaft von {t[0]} hat das Heimspiel gegen {t[1]} verdient gewonnen und den Anschluss an die Spitze der Liga gehalten. Vor ausverkauftem Haus brachte {p[0]} die Gastgeber früh in Führung, ehe {p[1]} kurz vor der Pause nach einem Eckball ausglich.",
        f"Nach dem Seitenwechsel drängte die Elf von Trainer {p[2]} auf die Entscheidung. Zunächst scheiterte {p[3]} am Pfosten, in der Schlussphase traf dann der eingewechselte {p[4]} zum umjubelten Siegtreffer. In der Nachspielzeit parierte der Torhüter einen Freistoß aus kurzer Distanz.",
        "Der Trainer lobte nach dem Abpfiff die Moral seiner Mannschaft und den Rückhalt der Fans auf den Rängen. Am kommenden Spieltag muss das Team auswärts antreten.",
    ]


def _horoscope_en(c: _Chance) -> list[str]:
    w = c.choice
    return [
        f"Aries (March 21 - April 19): A {w(['good', 'hard', 'calm', 'busy'])} day for {w(['money', 'love', 'family', 'work'])}. Venus in your sign makes you {w(['bold', 'shy', 'restless', 'gentle'])}, so {w(['wait', 'speak', 'travel', 'listen'])} before you {w(['sign', 'promise', 'spend', 'decide'])} anything.",
        f"Taurus (April 20 - May 20): Your {w(['boss', 'partner', 'neighbour', 'sister'])} needs {w(['help', 'time', 'advice', 'praise'])} today. Jupiter brings {w(['luck', 'delay', 'news', 'doubt'])} in the evening, and a {w(['letter', 'call', 'visit', 'gift'])} may {w(['cheer', 'upset', 'surprise', 'move'])} you.",
        f"Gemini (May 21 - June 20): With Mercury retrograde it is {w(['wise', 'foolish', 'better', 'harder'])} to {w(['rest', 'travel', 'argue', 'invest'])}. A {w(['friend', 'stranger', 'child', 'rival'])} tells you the {w(['truth', 'secret', 'story', 'reason'])} at last.",
    ]


def _weather_ar(c: _Chance) -> list[str]:
    r = c.randrange
    return [
        f"توقعت هيئة الأرصاد الجوية أن يسود اليوم طقس {c.choice(['حار', 'معتدل', 'مائل للبرودة'])} على القاهرة الكبرى والوجه البحري، وأن تسجل درجة الحرارة العظمى في القاهرة {_arabic(r(15, 42))} درجة والصغرى {_arabic(r(5, 25))} درجة.",
        f"وتسجل الحرارة في الإسكندرية {_arabic(r(15, 38))} درجة وفي أسوان {_arabic(r(20, 48))} درجة وفي الغردقة {_arabic(r(18, 40))} درجة، وتنشط الرياح على بعض المناطق بسرعة تصل إلى {_arabic(r(20, 70))} كيلومترا في الساعة.",
        f"وأضافت الهيئة في بيان أن نسبة الرطوبة تبلغ {_arabic(r(20, 95))} في المئة، وأن ارتفاع الموج في البحر المتوسط يتراوح بين متر ومترين، ودعت المواطنين إلى متابعة النشرات الجوية قبل السفر على الطرق السريعة.",
    ]


def _market_ja(c: _Chance) -> list[str]:
    r = c.randrange
    return [
        f"{r(1, 29)}日の東京株式市場で日経平均株価は{c.choice(['続伸', '反落', '続落', '反発'])}した。終値は前日比{r(20, 900)}円{r(10, 99)}銭{c.choice(['高', '安'])}の{r(3, 4)}万{r(1000, 9999)}円{r(10, 99)}銭だった。",
        f"東証株価指数（TOPIX）の終値は{r(10, 60)}・{r(10, 99)}ポイント{c.choice(['高', '安'])}の{r(2200, 2900)}・{r(10, 99)}。東証プライム市場の売買代金は概算で{r(3, 6)}兆{r(1000, 9999)}億円、売買高は{r(12, 25)}億株だった。",
        f"前日の米国市場で主要な株価指数が{c.choice(['上昇', '下落'])}した流れを受け、朝方から{c.choice(['買い', '売り'])}が先行した。値上がりした銘柄は{r(300, 1300)}、値下がりは{r(300, 1300)}、変わらずは{r(20, 90)}だった。",
    ]


def _homes_en(c: _Chance) -> list[str]:
    r = c.randrange
    return [
        f"A {c.choice(['three', 'four', 'five'])}-bedroom house built in {r(1920, 2015)} has changed hands. The property in the {r(100, 9900)} block of {c.choice(['Elm Street', 'Mill Lane', 'Castle Hill'])} was sold on March {r(1, 29)}. The purchase price was ${r(200, 990)},000, or ${r(100, 690)} per square foot.",
        f"These nearby houses have also recently been sold: a {r(900, 3900)}-square-foot home on {c.choice(['Queen Walk', 'Abbey Close'])} sold for ${r(200, 990)},000 in January, and a {r(900, 3900)}-square-foot home on Station Road sold for ${r(200, 990)},000 in February.",
        "This story was produced by an algorithm from public records of the county, and was reviewed by the editors before publication.",
    ]


def _notice_en(c: _Chance) -> list[str]:
    n = (
        c.choice(["Walter", "Edith", "Harold", "Ruth", "Frank"])
        + " "
        + c.choice(["Mason", "Price", "Doyle", "Hart", "Lowe"])
    )
    return [
        f"{n}, {c.randrange(60, 99)}, of {c.choice(['Brixby', 'Halden', 'Pinehurst'])}, died on {c.choice(['Monday', 'Tuesday', 'Friday'])}, March {c.randrange(1, 29)}, 2026, at {c.choice(['Mercy', 'Saint Luke', 'Mount View'])} Hospital after a long illness, surrounded by family.",
        f"Born in {c.choice(['Vellmar', 'Ostrau', 'Montroy'])} in {c.randrange(1925, 1960)}, {n.split()[0]} worked for {c.randrange(10, 45)} years at the {c.choice(['paper mill', 'post office', 'shipyard', 'school'])} and was a member of the parish council and the choir for many years.",
        f"Survivors include {c.randrange(1, 6)} children and {c.randrange(2, 14)} grandchildren. A service will be held at {c.randrange(9, 12)} a.m. on {c.choice(['Saturday', 'Thursday'])} at the church, with burial to follow in the parish cemetery. In lieu of flowers, the family asks for donations to the hospice.",
    ]


def _arabic(number: int) -> str:
    return str(number).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))


MOULDS: dict[str, Callable[[_Chance], list[str]]] = {
    "market, English": _market,
    "weather, German": _weather_de,
    "match, French": _match_fr,
    "lottery, Spanish": _lottery_es,
    "police, English": _blotter,
    "district, Italian": _district_it,
    "earnings, English": _earnings,
    "horoscope, Portuguese": _horoscope_pt,
    "market, Chinese": _market_zh,
    "weather, Japanese": _weather_ja,
    "earthquake, Chinese": _quake_zh,
    "match, Korean": _match_ko,
    "lottery, Dutch": _lottery_nl,
    "match without figures, German": _match_de,
    "horoscope with dates, English": _horoscope_en,
    "weather, Arabic": _weather_ar,
    "market, Japanese": _market_ja,
    "house sales, English": _homes_en,
    "death notice, English": _notice_en,
}


def reports(mould: str, number: int, seed: int = 11) -> list[list[str]]:
    """Return the paragraphs of so many reports of a mould, each of another day."""
    chance = random.Random(f"{mould} {seed}")
    return [MOULDS[mould](chance) for _ in range(number)]


def house_style(text: list[str], seed: int) -> list[str]:
    """Return a text in another house's style: other spellings and signs, a day left out, and a paragraph of its own."""
    changed = []
    for paragraph in text:
        for one, other in _STYLE:
            paragraph = paragraph.replace(one, other)
        changed.append(paragraph)
    own = f"The {_HOUSES[seed % len(_HOUSES)]} Courier will follow the matter; readers may write to the desk."
    return [*changed, _OWN_CJK if text[0].count(" ") < 3 else own]


_STYLE = (
    ("per cento", "%"), ("per cent", "percent"), (" Prozent", " %"), ("kilometres", "km"), ("Kilometer", "km"),
    ("on Tuesday", "this week"), ("on Friday", "at the end of the week"), ("Lindqvist", "Lindquist"), ("Haddad", "Hadad"),
    ("公里", "千米"), ("％", "パーセント"), ("%", " %"),
)  # fmt: skip
_OWN_CJK = "本报将继续关注此事的进展，读者可以致电编辑部热线提供线索。"


def rewritten(text: list[str], chance: Any, *, every: int = 6) -> list[str]:
    """Return a text with one word (or character) in so many replaced, figures and names among them."""
    return [_rewritten(p, chance, every) for p in text]


def _rewritten(paragraph: str, chance: Any, every: int) -> str:
    if " " in paragraph:
        words = paragraph.split(" ")
        return " ".join(chance.choice(_OTHER) if chance.random() < 1 / every else w for w in words)
    pairs = [paragraph[i : i + 2] for i in range(0, len(paragraph), 2)]  # words of two characters, as most are
    return "".join(chance.choice("有关方面目前正在进行") * 2 if chance.random() < 1 / every else p for p in pairs)


_OTHER = (
    "reportedly", "now", "officials", "around", "recent", "plans", "nearby", "later", "said", "local", "still", "group",
    "major", "while", "toward", "called", "other", "since",
)  # fmt: skip
