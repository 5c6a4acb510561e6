"""Wire stories that we made up, as agencies write them, in several languages."""

from __future__ import annotations

WIRES: dict[str, list[str]] = {
    "ferry": [
        "The ferry between the old harbour of Aberholm and the southern bank sailed again on Tuesday, two years after the line was closed to save money, and every one of its 340 seats was taken by seven in the morning.",
        "The city will pay 4.2 million euros for three boats until the end of 2027, according to a contract that the council approved by 31 votes to 12. Passengers had collected 18,500 signatures for the return of the line.",
        '"We will look at the figures in December and decide then," transport councillor Maria Lindqvist told reporters on the quay. Her predecessor, Jonas Keane, had called the service a luxury that nobody needed.',
        "Since the closure, commuters had to cross the Vellmar bridge, where the average delay in the morning grew from 9 to 26 minutes, a study by the University of Karlsund found last year.",
        "Fares stay at 2.60 euros, and students travel for half the price at weekends. The shipyard in Ostrau, which repaired the boats for 900,000 euros, expects to deliver a fourth one, driven by batteries, in April.",
        "The opposition Harbour List said it would ask the auditors to examine the contract, which was awarded without a tender to Bering Lines, a company partly owned by the state.",
    ],
    "mine": [
        "Rescuers in northern Tarnow pulled 14 miners alive from a flooded shaft on Friday, three days after water broke into the Karolina coal mine, but 5 men were still missing, the mining authority said.",
        "The survivors had climbed to a dry gallery 420 metres below the surface and were found when drillers heard them knocking on a pipe. All were taken to the Saint Barbara hospital, two of them with hypothermia.",
        'Prime Minister Adam Novak, who travelled to the site with Energy Minister Eva Berger, promised an independent inquiry. "The families have a right to know why the pumps stood still," he said.',
        "The mine, which employs 1,150 people and produced 1.8 million tonnes last year, belongs to Quillon Energy. Inspectors had fined the company 75,000 zlotys in 2023 for faulty alarms.",
        "Around 60 pumps from three regions were working without pause, and the water level sank by 11 centimetres an hour, fire chief Marek Ilves told the broadcaster Radio Montroy. Divers were to enter the lower gallery during the night.",
        "The disaster is the worst in the coalfield since 1979, when 22 people died in a gas explosion at the neighbouring Helena mine.",
    ],
    "museum (de)": [
        "Das Stadtmuseum Eschfeld hat am Mittwoch nach 6 Jahren Umbau wieder geöffnet. Die Sanierung des ehemaligen Zollhauses kostete 38 Millionen Euro und damit 11 Millionen mehr als geplant, wie Direktorin Anna Berger sagte.",
        "Auf 4.300 Quadratmetern werden rund 1.900 Objekte gezeigt, darunter das Tagebuch des Kaufmanns Johann Prado, das jahrzehntelang als verschollen galt und 2019 in einem Keller in Halden entdeckt wurde.",
        "Zur Eröffnung kamen etwa 700 Gäste, unter ihnen Kulturminister Peter Lindqvist und der Maler Tomas Okafor, der den Lichthof gestaltet hat. Der Minister lobte den Mut der Stadt, an dem Vorhaben festzuhalten.",
        "Kritik gab es vom Bund der Steuerzahler: Die Kosten seien aus dem Ruder gelaufen, weil die Statik des Dachstuhls erst nach Baubeginn geprüft worden sei. Ein Ausschuss soll bis Oktober klären, wer dafür verantwortlich ist.",
        "Der Eintritt kostet 9 Euro, Jugendliche unter 18 Jahren zahlen nichts. Im ersten Jahr rechnet das Haus mit 120.000 Besuchern, vor der Schließung waren es zuletzt 64.000 gewesen.",
    ],
    "port (fr)": [
        "Les dockers du port de Montroy ont voté mardi la reprise du travail après 17 jours de grève, mettant fin au conflit le plus long depuis 1995, a annoncé le syndicat Union des Quais.",
        "L'accord, signé dans la nuit avec la direction, prévoit une hausse des salaires de 6,5 % sur deux ans et l'embauche de 240 personnes. Il a été approuvé par 1 312 voix contre 408.",
        "« C'est un compromis honorable », a déclaré la secrétaire générale Claire Moreau devant le hangar numéro 12. Le ministre des Transports, Paul Haddad, a salué le sens des responsabilités des deux parties.",
        "Pendant la grève, 63 navires ont été déroutés vers Karlsund et Halden, et les pertes des entreprises de la région sont estimées à 85 millions d'euros par la chambre de commerce.",
        "Le port, qui traite 29 millions de tonnes de marchandises par an, doit investir 310 millions d'euros dans un terminal automatisé, principal motif d'inquiétude des salariés. Les travaux commenceront en septembre.",
    ],
    "fire (es)": [
        "El incendio forestal declarado el domingo en la sierra de Tiradentes ha arrasado ya 3.800 hectáreas y ha obligado a evacuar a 2.150 vecinos de nueve pueblos, informó el Gobierno regional.",
        "En las tareas de extinción trabajan 430 bomberos, 26 medios aéreos y una unidad militar llegada desde Lakeside. Dos brigadistas, de 24 y 31 años, resultaron heridos leves por inhalación de humo.",
        "La consejera de Interior, Lucía Prado, explicó que el viento del sur, con rachas de 70 kilómetros por hora, impide estabilizar el flanco oriental. «Nos esperan horas muy difíciles», dijo en el puesto de mando.",
        "La Guardia Civil investiga si el fuego comenzó por una chispa de una cosechadora cerca de la ermita de San Telmo. Un hombre de 58 años ha prestado declaración como testigo.",
        "El mayor incendio de la provincia, en 2012, quemó 9.600 hectáreas. La dirección de carreteras mantiene cortada la N-340 entre los kilómetros 88 y 104.",
    ],
    "tunnel (zh)": [
        "海州市议会周二以31票赞成、12票反对通过港口隧道修建计划，工程将于2027年4月动工，预计耗时四年，总费用约为23.6亿元。",
        "支持者认为隧道可以缓解老城区的交通压力，每天有38500辆汽车穿过建于1911年的石桥，高峰时段平均排队64分钟。",
        "反对者担心工程会破坏地下水源，并要求独立专家重新评估环境影响，约1700人在会议厅外举行了两个小时的集会，警方称秩序良好。",
        "市长林国栋在记者会上表示，政府愿意听取意见，但不会推迟开工时间，因为中央财政补贴8.9亿元将在年底到期，错过这个机会代价太大。",
        "施工期间渡轮班次将由每天46班增加到90班，学生和老人可以免费乘坐，相关费用由交通基金承担，细则将于下月15日公布。",
        "隧道全长3.2公里，设计时速80公里，由北方隧道集团承建，该公司曾参与修建东湾大桥，去年营业收入为147亿元。",
    ],
    "train (ja)": [
        "海浜鉄道は12日、老朽化のため運休していた岬線の全線で運転を再開した。再開は約3年ぶりで、始発列車には住民ら280人が乗り込んだ。",
        "同社によると、橋やトンネルの補修に総額46億円をかけ、このうち18億円を国の補助金でまかなった。レールの交換は全長37キロに及んだという。",
        "終点の岬町駅で開かれた式典で、山田健一社長は「地域の足を守り続けたい」とあいさつした。町長の佐藤恵子氏は観光客の回復に期待を示した。",
        "運休中は代行バスが1日14往復していたが、通学に片道95分かかる生徒もいた。再開後の所要時間は52分で、運賃は大人740円に据え置かれた。",
        "同線の利用者は2008年度の年間120万人をピークに減り続け、運休前の2021年度は43万人だった。町は来年度から定期券の購入費の3割を補助する方針だ。",
    ],
}
