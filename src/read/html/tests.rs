//! Small pages and what is seen of them.

use proptest::prelude::*;

use super::*;
use crate::types::{Reason, SegmentKind};

/// One line a block: `+` main or `-` not, kind, hint, text.
fn picture(html: &str) -> String {
    let page = page(html);
    let line = |b: &MarkupBlock| {
        let hint = b.hint.map(|h| format!(" ({})", h.label())).unwrap_or_default();
        format!(
            "{} {}{hint}: {}\n",
            if b.main { '+' } else { '-' },
            b.kind.label(),
            page.text[b.span.range()].replace('\n', "\\n")
        )
    };
    page.blocks.iter().map(line).collect()
}

const STORY: &str = "<p>The council met on Monday evening, after weeks of delay, and voted for the new bridge over the river.</p>\
    <p>Work is to begin in spring, the mayor said, once the last permits have been signed by the province.</p>\
    <p>Residents of the east bank had asked for a crossing for years, and many came to watch the vote.</p>\
    <p>The bridge will carry two lanes, a tram line and a path for bicycles, according to the plans shown.</p>\
    <p>It is expected to be opened in four years, a little later than had been promised before the election.</p>";

#[test]
fn the_article_is_main_and_the_rest_is_labelled() {
    let html = format!(
        "<html><head><title>x</title></head><body><nav><a href=/>Home</a> <a href=/n>News</a></nav>\
         <article><h1>Council votes for bridge</h1><div class=byline>By Ann Lee</div>{STORY}\
         <div class=share-buttons><a href=x>Tweet</a></div></article>\
         <aside><h3>Related</h3><ul><li><a href=y>Other story</a></ul></aside><footer>All rights reserved</footer></body></html>"
    );
    let picture = picture(&html);
    let lines: Vec<&str> = picture.lines().collect();
    assert_eq!(lines[0], "- paragraph (navigation): Home News");
    assert_eq!(lines[2], "- paragraph (byline): By Ann Lee");
    assert!(lines[3..8].iter().all(|l| l.starts_with("+ paragraph: ")), "{picture}");
    assert_eq!(
        lines[8..],
        [
            "- paragraph (sharing): Tweet",
            "- heading (related_links): Related",
            "- list_item (related_links): Other story",
            "- paragraph (boilerplate_line): All rights reserved"
        ]
    );
}

#[test]
fn hostile_metadata_is_not_copied() {
    let keys: String = (0..20_000).map(|i| format!("\"k{i}\":{{\"@id\":\"#p\"}},")).collect();
    let html = format!(
        "<script type='application/ld+json'>{{\"@graph\":[{{\"@type\":\"Article\",{keys}\"headline\":\"Floods in the north\",\
         \"author\":{{\"@id\":\"#p\"}}}},{{\"@id\":\"#p\",\"name\":\"Ann Lee\",\"x\":\"{}\"}}]}}</script>{}{STORY}",
        "x".repeat(200_000),
        "<h1>word ".repeat(4_000)
    );
    let page = page(&html);
    assert_eq!(page.metadata.authors, ["Ann Lee"]);
    assert_eq!(page.metadata.title.as_deref(), Some("Floods in the north"));
}

#[test]
fn a_title_loses_the_site_and_nothing_else() {
    let title = |head: &str, body: &str| page(&format!("{head}{body}{STORY}")).metadata.title.unwrap_or_default();
    let of = |t: &str| title(&format!("<title>{t}</title>"), "");
    assert_eq!(
        of("Two held after harbour fire - police say"),
        "Two held after harbour fire - police say"
    );
    assert_eq!(
        of("Two held after harbour fire | harbour post"),
        "Two held after harbour fire"
    );
    assert_eq!(
        of("Two held after harbour fire - Harbour Post"),
        "Two held after harbour fire"
    );
    let body = "<h1><a href=/>The Harbour Post</a></h1><h2>Two held after harbour fire</h2>";
    let head = "<title>Two held after harbour fire | The Harbour Post</title>";
    assert_eq!(title(head, body), "Two held after harbour fire");
    let host = "<link rel=canonical href='https://www.harbourpost.example/1'><title>Harbour fire - harbourpost</title>";
    assert_eq!(title(host, ""), "Harbour fire");
}

#[test]
fn the_headline_that_readers_see_counts_more_than_one_for_search_engines() {
    let title = |head: &str, body: &str| page(&format!("{head}{body}{STORY}")).metadata.title.unwrap_or_default();
    let head = "<link rel=canonical href='https://post.example/new-bridge-vote'><meta property=og:site_name content='Harbour Post'>\
                <title>Bridge vote 2024: all you need to know about the new crossing | Harbour Post</title>";
    // Half its words are in the address or the other titles.
    assert_eq!(
        title(head, "<h1>Harbour Post</h1><h1>Council votes for a new bridge</h1>"),
        "Council votes for a new bridge"
    );
    // A section, or the name of the site, is none.
    let other = "Bridge vote 2024: all you need to know about the new crossing";
    assert_eq!(title(head, "<h1>Local news</h1>"), other);
    assert_eq!(title(head, "<h1>Harbour Post</h1>"), other);
    // The short words behind a bar are a section in any title.
    assert_eq!(
        title(head, "<h1>Council votes for a new bridge | Opinion</h1>"),
        "Council votes for a new bridge"
    );
}

#[test]
fn a_date_beside_the_headline_is_found_by_its_class() {
    let of = |html: &str| {
        page(&format!("<h1>Council votes for bridge</h1>{html}{STORY}"))
            .metadata
            .time_element
    };
    assert_eq!(
        of("<div class=text__date>May 6, 2020</div>").as_deref(),
        Some("2020-05-06")
    );
    assert_eq!(of("<time class=updated datetime=2021-01-01>x</time>"), None);
    assert_eq!(of("<p>Last updated <time datetime=2021-01-01>x</time></p>"), None);
    let both = "<p>Published <time datetime=2020-05-06>x</time> Updated <time datetime=2021-01-01>y</time></p>";
    assert_eq!(of(both).as_deref(), Some("2020-05-06"));
    assert_eq!(of("<div class=candidate>May 6, 2020</div>"), None);
    let meta = |name: &str| {
        page(&format!("<meta name={name} content='July 17, 2025'>{STORY}"))
            .metadata
            .published
    };
    assert_eq!(meta("page-publish-date").as_deref(), Some("2025-07-17"));
    assert_eq!(meta("last-published-time"), None);
}

#[test]
fn authors_of_comments_and_of_other_articles_are_none_of_the_page() {
    let of = |html: &str| page(html).metadata.authors;
    let article = format!("<article><h1>Council votes for bridge</h1>{STORY}</article>");
    for beside in [
        "<div id=comments><ol class=comment-list><li class=comment><div class='comment-author vcard'><b class=fn>Bo Ray</b></div></li></ol></div>",
        "<div itemscope itemtype='https://schema.org/Comment'><p class=meta><span itemprop=author>Bo Ray</span></p></div>",
        "<div class=related-posts><a href=x>Ferry sold</a> <span class=author>Bo Ray</span></div>",
    ] {
        assert!(of(&format!("{article}{beside}")).is_empty(), "{beside}");
        let signed = format!("<p>By <a rel=author href=a>Ann Lee</a></p>{article}{beside}");
        assert_eq!(of(&signed), ["Ann Lee"], "{beside}");
    }
    // What the headline stands in is the article, whatever its class says it also has.
    let wrapped = format!("<div class='post related'><h1>Council votes</h1><p class=author>Ann Lee</p>{STORY}</div>");
    assert_eq!(of(&wrapped), ["Ann Lee"]);
}

#[test]
fn a_date_among_links_to_other_articles_is_not_that_of_a_short_one() {
    let time = |html: &str| page(&format!("<h1>Ferry sold</h1>{html}")).metadata.time_element;
    let one = "<p>The old ferry was sold on Monday to a family from the coast, the council said.</p>";
    let two = "<p>It had carried people and carts over the river for more than sixty years.</p>";
    let more = "<div class=more><ul><li><a href=x>Council votes for bridge</a> <time datetime=2019-01-02>2 Jan</time></ul></div>";
    assert_eq!(time(&format!("{one}{two}{more}")), None);
    let own = "<time datetime=2020-05-06>6 May</time>";
    // A standfirst, also one that stands there twice, comes before the date.
    for head in [own.to_string(), format!("{one}{own}"), format!("{one}{one}{own}")] {
        assert_eq!(
            time(&format!("{head}{two}{more}")).as_deref(),
            Some("2020-05-06"),
            "{head}"
        );
    }
}

#[test]
fn a_short_headline_is_one_side_of_the_title() {
    let title = |head: &str, body: &str| {
        let head = format!("<title>{head}</title><meta property=og:title content='{head}'>");
        page(&format!("{head}{body}{STORY}")).metadata.title.unwrap_or_default()
    };
    assert_eq!(title("Tolls | The Harbour Post", "<h1>Tolls</h1>"), "Tolls");
    assert_eq!(
        title("On ferries - The Harbour Post", "<h1>On ferries</h1>"),
        "On ferries"
    );
    assert_eq!(title("Harbour Post – Tolls", "<h1>Tolls</h1>"), "Tolls");
    // The name of the site or a section, when another heading says the other side or it is a link.
    let section = "<h1>Opinion</h1><h2>On ferries</h2>";
    assert_eq!(title("On ferries - Opinion", section), "On ferries - Opinion");
    let logo = "<h1><a href=/>Harbour</a></h1>";
    assert_eq!(title("Tolls | Harbour", logo), "Tolls | Harbour");
}

#[test]
fn names_that_name_no_person_are_left_out() {
    let of = |author: &str| {
        page(&format!(
            "<meta property=og:site_name content='Lee & Ray'><meta name=author content=\"{author}\">{STORY}"
        ))
        .metadata
        .authors
    };
    assert_eq!(of("By Ann Lee, Bo Ray and Cy Moss"), ["Ann Lee", "Bo Ray", "Cy Moss"]);
    assert_eq!(of("Ann Lee - Editorial team"), ["Ann Lee"]);
    for no_one in [
        "Lee & Ray",
        "admin",
        "ann.lee",
        "x7@example.org",
        "More about Ann Lee »",
    ] {
        assert!(of(no_one).is_empty(), "{no_one}");
    }
}

#[test]
fn elements_that_touch_are_words_of_their_own() {
    let text = |html: &str| page(html).text;
    assert_eq!(
        text("<p><span>By</span><a>Ann Lee</a><span>May 5</span></p>"),
        "By Ann Lee May 5"
    );
    // Not inside a word: a first letter set larger, letters one by one, a name with a capital in it.
    assert_eq!(
        text("<p><b>T</b>he <i>M</i><i>c</i><i>D</i> i<b>Phone</b></p>"),
        "The McD iPhone"
    );
}

#[test]
fn only_what_is_seen() {
    let html = "<style>a{}</style><script>alert(1)</script><p>One <b>two</b>\n three<br>four<br><br>five</p><!-- no -->\
        <p hidden>no</p><p style='color:red; DISPLAY : none'>no</p><template>no</template><img alt=no><noscript>no</noscript>\
        <p>&nbsp;</p><pre>a\n  b</pre><table><tr><td>Name<td>Age</table><table><tr><td>layout</table>";
    let want = "+ paragraph: One two three\\nfour\n+ paragraph: five\n+ code: a\\n  b\n+ table: Name\tAge\n+ paragraph: layout\n";
    let seen: String = picture(html).lines().map(|l| format!("+{}\n", &l[1..])).collect();
    assert_eq!(seen, want);
}

#[test]
fn short_and_strange_pages_keep_their_text() {
    assert_eq!(picture("<p>Just a line.</p>"), "+ paragraph: Just a line.\n");
    assert_eq!(picture("plain words"), "+ paragraph: plain words\n");
    assert_eq!(picture(""), "");
    assert_eq!(
        picture("<p>{{7*7}} {% include \"x\" %}</p>"),
        "+ paragraph: {{7*7}} {% include \"x\" %}\n"
    );
    assert!(
        picture("<h1>\"><img src=x></h1><script>var a=\"</script>\";<p>Text of the page")
            .ends_with("Text of the page\n")
    );
}

#[test]
fn hidden_text_is_read_when_there_is_no_other() {
    let html = format!("<div>Loading</div><div hidden id=S:0>{STORY}</div>");
    assert_eq!(page(&html).blocks.iter().filter(|b| b.main).count(), 5);
    let html = format!(
        "{STORY}<div hidden>Another text, of which a reader sees nothing at all, and nor should we see it.</div>"
    );
    assert!(!page(&html).text.contains("Another"));
}

#[test]
fn deep_pages_do_not_overflow_the_stack() {
    let text = "Some words at the bottom of it all.";
    for (open, close) in [
        ("<div>", "</div>"),
        ("<b>", ""),
        ("<blockquote><p>", ""),
        ("<table><tr><td>", ""),
        ("<a><i>", ""),
    ] {
        let page = page(&format!("{}{text}{}", open.repeat(6000), close.repeat(6000)));
        assert!(page.text.contains(text), "{open}");
        assert!(page.blocks.iter().any(|b| b.main), "{open}");
    }
}

#[test]
fn characters_like_our_marks_are_text() {
    let html = STORY.replace("Monday", "\u{f0003}Monday\u{100001}");
    let page = page(&html);
    assert!(page.text.contains("\u{f0003}Monday\u{100001}"));
    assert!(page.blocks.iter().all(|b| b.main));
}

#[test]
fn metadata_of_the_markup() {
    let html = r##"<html lang="en-GB"><head><title>Council votes for bridge | The Paper</title><link rel=canonical href="https://example.org/a">
        <meta property="og:site_name" content="The Paper"><meta name=author content="admin">
        <script type="application/ld+json">{"@graph":[{"@type":"WebSite","name":"The Paper"},{"@type":["NewsArticle"],
          "headline":"Council votes for bridge","datePublished":"2020-02-04T10:00:00Z","author":[{"@id":"#ann"},{"name":"Bo Ray"}]},
          {"@type":"Person","@id":"#ann","name":"Ann Lee"}]}</script></head>
        <body><h1>The Paper</h1><h1>Council votes for bridge</h1><time datetime="2020-02-05">yesterday</time></body></html>"##;
    let m = page(html).metadata;
    assert_eq!(m.title.as_deref(), Some("Council votes for bridge"));
    assert_eq!(m.authors, ["Ann Lee", "Bo Ray"]);
    assert_eq!(m.published.as_deref(), Some("2020-02-04T10:00:00Z"));
    assert_eq!(m.time_element.as_deref(), Some("2020-02-05"));
    assert_eq!(m.publisher.as_deref(), Some("The Paper"));
    assert_eq!(
        (m.url.as_deref(), m.language.as_deref()),
        (Some("https://example.org/a"), Some("en-GB"))
    );
}

#[test]
fn metadata_without_json() {
    let m = page("<title>A short tale of two rivers - The Paper</title><p>By <a rel=author href=x>Ann Lee</a></p>")
        .metadata;
    assert_eq!(
        (m.title.as_deref(), &m.authors[..]),
        (Some("A short tale of two rivers"), &["Ann Lee".to_string()][..])
    );
    let m =
        page("<meta name=author content='https://facebook.com/paper'><meta name=date content='03/04/2020'>").metadata;
    assert_eq!((m.authors.len(), m.published), (0, None));
}

#[test]
fn captions_are_no_running_text() {
    let html = format!("{STORY}<figure><figcaption>The river seen from the east bank.</figcaption></figure>");
    let page = page(&html);
    let caption = page.blocks.iter().find(|b| b.kind == SegmentKind::Caption).unwrap();
    assert_eq!((caption.main, caption.hint), (false, Some(Reason::PhotoCredit)));
}

/// Blocks are in order, do not overlap, begin and end with a character that is seen, and hold every such character.
fn check(html: &str) -> Result<(), TestCaseError> {
    let page = page(html);
    let mut at = 0;
    for b in &page.blocks {
        prop_assert!(page.text[at..b.span.start].trim().is_empty());
        let text = &page.text[b.span.range()];
        prop_assert!(!text.is_empty() && text.trim() == text && b.linked <= text.len());
        at = b.span.end;
    }
    prop_assert!(page.text[at..].trim().is_empty());
    prop_assert!(page.blocks.is_empty() || page.blocks.iter().any(|b| b.main));
    Ok(())
}

proptest! {
    #[test]
    fn any_text(html: String) {
        check(&html)?;
    }

    #[test]
    fn any_markup(html in "(<p>|</p>|<div class=nav>|</div>|<table>|<tr>|<td>|<br>|<pre>|</pre>|<li>|<a href=x>|</a>|<h1>|<svg>|<template>|<select><option>|<b hidden>|</b>|<body>|<frameset>|<!--|-->|&nbsp;|&#0;| |\n|\u{a0}|\u{200b}|\u{f0001}|word|Two words, and more of them.){0,40}") {
        check(&html)?;
    }
}
