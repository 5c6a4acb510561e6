"""One invented story in the markup of many content systems, each with the furniture that such pages carry."""

from __future__ import annotations

from collections.abc import Callable

HEADLINE = "Ferry line to Aldern Island returns after eleven years"
DECK = "Two boats a day will cross the sound from March, and the island's school hopes to keep its last class."
STORY: tuple[tuple[str, str], ...] = (
    ("p", "The ferry that once carried milk, mail and schoolchildren to Aldern Island will sail again on 2 March, the county "
          "council decided on Tuesday evening by nine votes to four."),
    ("p", "Two crossings a day are planned, at seven in the morning and at half past four in the afternoon, with room for "
          "sixty passengers and eight cars."),
    ("h", "A school with eleven pupils"),
    ("p", "“We have been counting heads every summer,” said Maren Tholl, who has run the island school since 2009. “Now we can "
          "count on the winter too.”"),
    ("p", "The old line closed when its only boat failed an inspection and nobody would pay for a new hull."),
    ("l", "Adults pay 6.40 for a single crossing"),
    ("l", "Children under twelve travel free"),
    ("l", "Cars cost 21, trailers half as much"),
    ("q", "A bridge would have been cheaper in forty years, but none of us has forty years."),
    ("p", "Opponents on the council had asked for a study of a winter timetable, which the harbour office put at 90,000."),
    ("h", "What the harbour still needs"),
    ("p", "The pier on the island side was rebuilt in 2021, but the mainland berth has silted up and must be dredged before "
          "the first boat can dock there at low tide."),
    ("p", "“Dredging is the easy part,” said the harbour master, Iver Quist. “Finding a crew that wants to live out here is "
          "the hard one.”"),
    ("p", "The council will vote on the crew's contracts in January."),
)  # fmt: skip
BODY = [text for _, text in STORY]

OTHERS = (
    ("Council delays vote on tolls in the old harbour", "Members want figures from the port before they decide on the new charges for lorries and vans."),
    ("Why the lighthouse at Skarn will go dark", "The coast service says that ships no longer need it, and the village does not want to pay for the lamp."),
    ("Five walks for the last warm weekend", "From the dunes at Oddsund to the beech woods above the town, none of them longer than nine kilometres."),
)  # fmt: skip


def blocks(
    p: str = "<p>{}</p>", h: str = "<h2>{}</h2>", q: str = "<blockquote><p>{}</p></blockquote>",
    ul: str = "<ul>{}</ul>", li: str = "<li>{}</li>", between: Callable[[int], str] = lambda _: "",
) -> str:  # fmt: skip
    """Return the story in the given wrappers; `between(n)` gives what a page sets before the n-th block."""
    parts: list[str] = []
    items: list[str] = []
    for number, (kind, text) in enumerate((*STORY, ("", ""))):
        if kind != "l" and items:
            parts.append(ul.format("".join(li.format(i) for i in items)))
            items = []
        if kind == "l":
            items.append(text)
            continue
        parts.append(between(number))
        if kind:
            parts.append({"p": p, "h": h, "q": q}[kind].format(text))
    return "\n".join(parts)


def page(body: str, head: str = "", lang: str = "en") -> bytes:
    """Return a page around `body`."""
    return (
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>{HEADLINE} - Aldern Courier</title>'
        f'<meta property="og:title" content="{HEADLINE}"><meta property="og:site_name" content="Aldern Courier">'
        f"{head}</head><body>{body}</body></html>"
    ).encode()


def cards(card: str, count: int = 3) -> str:
    """Return teasers of other stories: `{t}` is the title, `{s}` the teaser, `{u}` the address."""
    return "".join(card.format(t=t, s=s, u=f"/news/{i}") for i, (t, s) in enumerate(OTHERS[:count]))


def at(number: int, html: str) -> Callable[[int], str]:
    """Return a `between` that sets `html` before block `number`."""
    return lambda n: html if n == number else ""


def both(*between: Callable[[int], str]) -> Callable[[int], str]:
    """Join several `between`."""
    return lambda n: "".join(b(n) for b in between)


def ghost() -> bytes:
    signup = (
        '<div class="kg-card kg-signup-card"><div class="kg-signup-card-content"><h2 class="kg-signup-card-heading">'
        "Sign up for the harbour letter</h2><p class='kg-signup-card-subheading'>One mail every Friday, no spam, "
        'unsubscribe whenever you like.</p><form><input type="email"><button>Subscribe</button></form></div></div>'
    )
    bookmark = (
        '<figure class="kg-card kg-bookmark-card"><a class="kg-bookmark-container" href="/tolls"><div '
        'class="kg-bookmark-content"><div class="kg-bookmark-title">Council delays vote on tolls</div><div '
        'class="kg-bookmark-description">Members want figures from the port before they decide on the charges.</div>'
        "</div></a></figure>"
    )
    story = blocks(h="<h2 id='related-news-share'>{}</h2>", between=both(at(4, signup), at(9, bookmark)))
    return page(
        '<header class="gh-head"><nav><a href="/">Home</a><a href="/about">About</a></nav></header>'
        f'<main class="gh-main"><article class="gh-article post tag-news"><header class="gh-article-header gh-canvas">'
        f'<h1 class="gh-article-title">{HEADLINE}</h1><p class="gh-article-excerpt">{DECK}</p></header>'
        f'<section class="gh-content gh-canvas">{story}</section></article>'
        '<section class="gh-container gh-outer"><h2 class="gh-container-title">Read more</h2><div class="gh-feed">'
        + cards('<article class="gh-card post"><a class="gh-card-link" href="{u}"><div class="gh-card-wrapper">'
                '<h3 class="gh-card-title">{t}</h3><p class="gh-card-excerpt">{s}</p></div></a></article>')
        + "</div></section></main>"
    )  # fmt: skip


def wordpress() -> bytes:
    related = (
        '<div class="jp-relatedposts"><h3>Related</h3>'
        + cards('<div class="jp-relatedposts-post"><h4><a href="{u}">{t}</a></h4><p>{s}</p></div>') + "</div>"
    )  # fmt: skip
    story = blocks(
        h='<h2 class="wp-block-heading" id="more-news">{}</h2>', ul='<ul class="wp-block-list">{}</ul>',
        q='<blockquote class="wp-block-quote"><p>{}</p></blockquote>',
        between=at(8, '<p class="wp-block-paragraph"><strong>Read also:</strong> <a href="/n/2">Why the lighthouse at Skarn will go dark</a></p>'),
    )  # fmt: skip
    return page(
        '<div id="page" class="site"><header id="masthead"><p class="site-title"><a href="/">Aldern Courier</a></p></header>'
        '<main id="main"><article id="post-77" class="post type-post has-sidebar no-comments category-news"><header '
        f'class="entry-header"><h1 class="entry-title">{HEADLINE}</h1><div class="entry-meta"><span class="posted-on">'
        '<time datetime="2026-02-03T18:00:00+01:00">3 February 2026</time></span><span class="byline">by <a rel="author" '
        f'href="/author/oda">Oda Brekk</a></span></div></header><div class="entry-content">{story}{related}</div>'
        '<footer class="entry-footer"><span class="cat-links">Posted in <a href="/c/news">News</a></span><span '
        'class="tags-links">Tagged <a href="/t/1">ferry</a>, <a href="/t/2">island</a></span></footer></article>'
        '<div class="author-box"><h4>Oda Brekk</h4><p>Oda Brekk has covered the coast and its harbours for the Courier '
        "since 2014 and lives in a lighthouse.</p></div>"
        '<div id="comments" class="comments-area"><h2>2 comments</h2><ol class="comment-list"><li class="comment">'
        "<p>About time. My grandmother took that boat to market every week and never once paid the fare.</p></li><li "
        "class='comment'><p>And who pays for the dredging? We do, as we always have, and nobody asked us.</p></li></ol>"
        "</div></main></div>"
    )


def drupal() -> bytes:
    story = blocks(p='<p class="text-align-justify">{}</p>', h="<h3>{}</h3>")
    return page(
        '<div class="layout-container"><header role="banner"><ul class="menu"><li><a href="/a">News</a></li></ul></header>'
        '<main role="main"><div class="region region-content"><article class="node node--type-article"><div '
        f'class="node__content"><div class="field field--name-node-title"><h1>{HEADLINE}</h1></div><div class="field '
        f'field--name-field-teaser field--label-hidden field__item">{DECK}</div><div class="clearfix text-formatted field '
        f'field--name-body field--type-text-with-summary field--label-hidden field__item">{story}</div><div '
        'class="field field--name-field-tags"><div class="field__label">Tags</div><div class="field__items"><div '
        'class="field__item"><a href="/t/1">Ferries</a></div><div class="field__item"><a href="/t/2">Islands</a></div>'
        '</div></div></div></article></div><div class="region region-below"><div class="views-element-container block">'
        "<h2>More from the coast</h2>"
        + cards('<div class="views-row"><div class="views-field"><span class="field-content"><a href="{u}">{t}</a></span>'
                '</div><div class="views-field-body"><div class="field-content"><p>{s}</p></div></div></div>')
        + "</div></div></main></div>"
    )  # fmt: skip


def arc() -> bytes:
    promo = (
        '<div class="b-promo c-stack"><div class="b-promo__grid"><a href="/n/1" class="c-link"><figure><img src="/a.jpg">'
        '</figure></a><h3 class="c-heading"><a href="/n/1">Why the lighthouse at Skarn will go dark</a></h3><p '
        'class="c-paragraph">The coast service says that ships no longer need it.</p></div></div>'
    )
    story = blocks(
        p='<p class="c-paragraph">{}</p>', h='<h2 class="c-heading">{}</h2>',
        ul='<ul class="c-list c-list--unordered">{}</ul>', between=at(4, promo),
    )  # fmt: skip
    return page(
        '<div id="fusion-app" class="b-application"><header class="c-stack b-header-nav-chain"><nav><a href="/">Home</a>'
        f'</nav></header><section class="b-right-rail"><div class="b-right-rail__full-width-1"><h1 class="b-headline">{HEADLINE}'
        f'</h1><h2 class="b-subheadline">{DECK}</h2></div><div class="b-right-rail__main-interior-item"><article '
        f'class="b-article-body">{story}</article><div class="b-author-bio"><div class="b-author-bio__author-name"><a '
        'href="/oda">Oda Brekk</a></div><p class="b-author-bio__author-description">Reporter on the coast desk, who has '
        "written about harbours, boats and the people on them for twelve years.</p></div></div><aside "
        'class="b-right-rail__rail">'
        + cards('<div class="b-results-list__wrapper"><a href="{u}"><h2>{t}</h2></a><p>{s}</p></div>')
        + "</aside></section></div>"
    )  # fmt: skip


def aem() -> bytes:
    def text(inner: str) -> str:
        return f'<div class="text aem-GridColumn aem-GridColumn--default--12"><div class="cmp-text">{inner}</div></div>'

    story = blocks(
        p=text("<p>{}</p>"), h=text("<h3>{}</h3>"), q=text("<blockquote>{}</blockquote>"), ul=text("<ul>{}</ul>")
    )
    return page(
        '<div class="root responsivegrid"><div class="cmp-container"><div class="experiencefragment"><nav class="cmp-navigation">'
        '<a href="/">Home</a></nav></div><main class="container responsivegrid"><div id="container-1" class="cmp-container">'
        f'<div class="title"><div class="cmp-title"><h1 class="cmp-title__text">{HEADLINE}</h1></div></div>{story}'
        '<div class="list"><ul class="cmp-list">'
        + cards('<li class="cmp-list__item"><article><a class="cmp-list__item-link" href="{u}"><span '
                'class="cmp-list__item-title">{t}</span></a></article></li>')
        + "</ul></div></div></main></div></div>"
    )  # fmt: skip


def hashed() -> bytes:
    pitch = (
        '<div class="Box_box__yQ3lA Box_shade__9fKid"><div class="Box_in__aLid2"><h2 class="Type_h2__pKbio">The harbour '
        'letter</h2><p class="Type_p__Zad1s">Every Friday in your mailbox: what moves the coast, from tides to taxes.</p>'
        '<button class="Btn_b__Nav0x">Get the letter</button></div></div>'
    )
    story = blocks(
        p='<p class="Type_p__Zad1s Type_m__bIo7q">{}</p>', h='<h2 class="Type_h2__pKbio Type_sub__aDs9x">{}</h2>',
        between=at(9, pitch),
    )  # fmt: skip
    return page(
        '<div id="__next"><div class="Shell_s__x1Nav"><header class="Top_t__8Kjh2"><a href="/">Courier</a><a href="/s">Sport</a>'
        f'</header><main class="Page_main__Qw3rT"><article class="Story_story__u7Ypp"><div class="Head_h__L0kij"><h1 '
        f'class="Type_h1__m2Abo">{HEADLINE}</h1><p class="Head_lead__dEk3s">{DECK}</p></div><div '
        f'class="Story_rich__Tags1">{story}</div>{pitch}</article><section class="Grid_g__5Promo"><h2 class="Type_h2__pKbio">'
        "Now on the front page</h2>"
        + cards('<div class="Card_c__lKj8h"><a class="Link_l__0pOiu" href="{u}"><h3 class="Type_h3__w2Ssx">{t}</h3></a><p '
                'class="Type_p__Zad1s">{s}</p></div>')
        + "</section></main></div></div>"
    )  # fmt: skip


def utility() -> bytes:
    # the class names say how things look and nothing else: only the page's description tells the standfirst
    story = blocks(
        p='<p class="mb-6 text-lg leading-relaxed">{}</p>', h='<h2 class="mt-10 mb-4 text-2xl font-bold">{}</h2>',
        ul='<ul class="mb-6 list-disc pl-6">{}</ul>',
    )  # fmt: skip
    offer = (
        '<div class="my-8 rounded-lg bg-slate-100 p-6"><p class="text-xl font-bold">Good journalism needs readers who pay '
        'for it.</p><p class="mb-4">For less than the price of a crossing you read everything that we write, on every '
        'device and without a single ad.</p><a class="inline-block rounded bg-red-600 px-4" href="/offer">Read on for 1 a '
        "week</a></div>"
    )
    return page(
        '<div class="min-h-screen flex flex-col"><div class="sticky top-0 flex justify-between"><a href="/">Courier</a><a '
        f'href="/login">Log in</a></div><main class="container mx-auto px-4"><h1 class="text-4xl font-black">{HEADLINE}</h1>'
        f'<p class="text-xl text-slate-600 mb-8">{DECK}</p><div class="prose max-w-none">{story}{offer}</div><div class="grid '
        'grid-cols-3 gap-6 mt-12">'
        + cards('<a class="block group" href="{u}"><div class="aspect-video bg-slate-200"></div><h3 class="font-bold '
                'group-hover:underline">{t}</h3><p class="text-sm">{s}</p></a>')
        + "</div></main></div>",
        f'<meta name="description" content="{DECK}">',
    )  # fmt: skip


def brightspot() -> bytes:
    enhancement = (
        '<div class="Enhancement" data-align-center><div class="Enhancement-item"><div class="PromoLink"><a href="/n/1" '
        'class="Link">Why the lighthouse at Skarn will go dark</a></div></div></div>'
    )
    story = blocks(between=at(9, enhancement))
    return page(
        '<bsp-page class="ArticlePage"><div class="Page-header"><ul class="NavigationItem-items"><li><a href="/">News</a></li>'
        f'</ul></div><main class="Page-main"><div class="Page-content"><h1 class="Page-headline">{HEADLINE}</h1><div '
        f'class="Page-subHeadline">{DECK}</div><div class="Page-articleBody"><div class="RichTextArticleBody RichTextBody">'
        f'{story}</div></div><div class="Page-below"><div class="TagList"><a href="/t/1">Ferries</a><a href="/t/2">Islands</a>'
        '</div><div class="PageList"><div class="PageList-header"><h2>Up next</h2></div>'
        + cards('<div class="PagePromo"><div class="PagePromo-title"><a href="{u}">{t}</a></div><div '
                'class="PagePromo-description">{s}</div></div>')
        + "</div></div></div></main></bsp-page>"
    )  # fmt: skip


def tables_of_2005() -> bytes:
    story = blocks(
        p="{}<br><br>", h="<b>{}</b><br><br>", q="<i>{}</i><br><br>", ul="{}<br>", li="<p>{}</p>",
    )  # fmt: skip
    return page(
        '<table width="760" align="center"><tr><td colspan="3"><a href="/"><img src="/masthead.gif"></a></td></tr><tr><td '
        'width="140" valign="top" bgcolor="#eeeeee"><a href="/a">News</a><br><a href="/b">Sport</a><br><a href="/c">Weather</a>'
        f'<br></td><td width="460" valign="top"><h1>{HEADLINE}</h1><font size="2">{story}</font><p><a href="/print">Print</a> | '
        '<a href="/mail">E-mail this page</a></p></td><td width="160" valign="top"><b>Also today</b><ul>'
        + cards('<li><a href="{u}">{t}</a></li>')
        + '</ul></td></tr><tr><td colspan="3"><font size="1"><a href="/u">About us</a> | <a href="/k">Contact</a> | <a href="/p">Privacy</a></font></td></tr></table>'
    )  # fmt: skip


def amp() -> bytes:
    story = blocks(
        between=both(
            at(3, '<amp-ad width="300" height="250" type="doubleclick"><div placeholder>Advertisement</div></amp-ad>'),
            at(
                9,
                '<amp-embed type="taboola"></amp-embed><amp-iframe src="/x"><div placeholder>Loading</div></amp-iframe>',
            ),
        )
    )
    return page(
        '<amp-sidebar id="menu" layout="nodisplay"><ul><li><a href="/">Home</a></li><li><a href="/s">Sport</a></li></ul>'
        f'</amp-sidebar><header class="amp-header"><a href="/">Courier</a></header><article class="amp-story"><h1>{HEADLINE}</h1>'
        f'<div class="amp-body">{story}</div><amp-social-share type="whatsapp"></amp-social-share></article><section '
        'class="amp-related"><h2>Related</h2>'
        + cards('<div class="amp-teaser"><a href="{u}"><h3>{t}</h3></a></div>') + "</section>"
    )  # fmt: skip


def printed() -> bytes:
    return page(
        f'<div class="print-logo"><img src="/logo.gif"></div><h1>{HEADLINE}</h1><div class="print-content">{blocks()}</div>'
        '<hr><p class="print-url">Source URL: <a href="https://aldern-courier.test/f/1">https://aldern-courier.test/f/1</a></p>'
    )


def wix() -> bytes:
    story = blocks(
        p='<p class="font_8 wixui-rich-text__text" style="font-size:18px"><span class="wixui-rich-text__text">{}</span></p><p '
          'class="font_8"><span>&#8203;</span></p>',
        h='<h4 class="font_4"><span style="font-weight:bold">{}</span></h4>',
    )  # fmt: skip
    return page(
        '<div id="SITE_CONTAINER"><header id="SITE_HEADER"><nav><a href="/">Home</a></nav></header><main id="PAGES_CONTAINER">'
        f'<section class="wixui-section"><div data-testid="richTextElement" id="comp-k1"><h1 class="font_2">{HEADLINE}</h1></div>'
        f'<div data-testid="richTextElement" id="comp-k2">{story}</div><div class="comp-k3"><a role="button" href="/join">Join '
        'us</a></div></section></main><footer id="SITE_FOOTER"><p>Aldern Courier, Harbour Street 4, Aldern, all rights '
        "reserved, 2026 and the years before it</p></footer></div>"
    )


def chunked() -> bytes:
    """Each stretch of the story in a wrapper of its own, cards and slots between them."""
    parts: list[str] = []
    for number, (kind, text) in enumerate(STORY):
        tag = {"p": "p", "h": "h3", "q": "blockquote", "l": "p"}[kind]
        parts.append(
            f'<div class="paragraph paragraph--type--body"><div class="field__item"><{tag}>{text}</{tag}></div></div>'
        )
        if number in {4, 9}:
            parts.append('<div class="paragraph paragraph--type--slot"><div class="ad-slot">Advertisement</div></div>')
        if number == 7:
            parts.append(
                '<div class="paragraph paragraph--type--teaser"><article class="teaser"><a href="/n/1"><span '
                'class="overline">Coast</span><h3>Why the lighthouse at Skarn will go dark</h3></a></article></div>'
            )
    return page(
        f'<main><article class="article"><header><h1>{HEADLINE}</h1><p class="lead">{DECK}</p></header><div '
        f'class="article__sections">{"".join(parts)}</div></article></main>'
    )


def accordion_of_offers() -> bytes:
    """A page whose tail asks for money, mail and clicks in boxes that bear no telling names."""
    tail = (
        '<div class="x1"><p>You have read to the end. That tells us something about you, and perhaps about us.</p><p>Stay '
        'with us for a month and pay only if you like it.</p><button>Try it now</button></div><div class="x2"><strong>How '
        'did you like this story?</strong><button>Good</button><button>Bad</button></div><div class="x3"><h3>Harbour '
        'letter</h3><p>The week on the coast, every Friday at six.</p><input type="email"><button>Send</button></div>'
    )
    return page(
        f'<main><div class="z0"><h1>{HEADLINE}</h1><div class="z1">{blocks(p="<p class=t>{}</p>")}</div>{tail}<div class="x4">'
        + cards('<div class="x5"><a href="{u}"><span>{t}</span></a><span>{s}</span></div>') + "</div></div></main>"
    )  # fmt: skip


TEMPLATES: tuple[Callable[[], bytes], ...] = (
    ghost, wordpress, drupal, arc, aem, hashed, utility, brightspot, tables_of_2005, amp, printed, wix, chunked,
    accordion_of_offers,
)  # fmt: skip
