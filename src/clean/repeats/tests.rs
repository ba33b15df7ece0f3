//! What a page says twice, in both languages, and what only seems so.

use super::super::{clean, phrases, tests::document};
use crate::settings::CleanMode;
use crate::types::{Reason, Role};

/// Paragraphs of an article in English.
const EN: [&str; 8] = [
    "The ferry between the two banks stopped on Sunday evening when the chain that pulls it broke in the middle of the river, \
     with sixteen passengers and a cart of melons on board.",
    "Nobody was hurt, but the passengers had to wait until after midnight before a tug from the dredging company could reach \
     them through the fog, the harbour master said on Monday.",
    "The chain was laid in the year of the great flood and has been mended four times since. The council was told in spring that \
     it would not see another winter, and answered that there was no money.",
    "For the villages on the western bank the ferry is the only way to the hospital. The nearest bridge is an hour and a half \
     away by a road that is under water from December until March.",
    "A schoolteacher who crosses every morning said that her pupils had written to the governor twice, and had drawn the broken \
     links so that he would understand, but that no answer had come.",
    "The company that runs the ferry has asked for a new chain from a foundry in the capital. It will take six weeks to make and \
     a further week to lay, if the river allows it.",
    "Until then two fishing boats will carry people across in daylight for the old fare. Carts and animals have to go round by \
     the bridge, and so must anyone who falls ill at night.",
    "The governor's office said in the afternoon that he had heard of the matter and that a committee would look into it as soon \
     as its members had been named.",
];

/// Paragraphs of an article in Arabic.
const AR: [&str; 8] = [
    "توقفت العبّارة التي تصل بين ضفتي النهر مساء الأحد بعدما انقطعت السلسلة التي تسحبها في منتصف المجرى، وعلى متنها ستة عشر راكباً وعربة محملة بالبطيخ.",
    "ولم يصب أحد بأذى، لكن الركاب اضطروا إلى الانتظار حتى ما بعد منتصف الليل قبل أن تتمكن قاطرة تابعة لشركة الكراء من الوصول إليهم وسط الضباب، كما قال مدير الميناء يوم الاثنين.",
    "وكانت السلسلة قد مدت في عام الفيضان الكبير وأصلحت أربع مرات منذ ذلك الحين. وقيل للمجلس في الربيع إنها لن تشهد شتاء آخر فأجاب بأن المال غير متوفر.",
    "والعبّارة هي الطريق الوحيد لقرى الضفة الغربية إلى المستشفى. أما أقرب جسر فيقع على بعد ساعة ونصف ساعة عبر طريق تغمره المياه من كانون الأول حتى آذار.",
    "وقالت معلمة تعبر النهر كل صباح إن تلاميذها كتبوا إلى المحافظ مرتين ورسموا له الحلقات المكسورة لكي يفهم، غير أن أي جواب لم يصل إليهم حتى اليوم.",
    "وطلبت الشركة المشغلة للعبّارة سلسلة جديدة من مسبك في العاصمة. وسيستغرق صنعها ستة أسابيع ويحتاج مدها إلى أسبوع آخر إذا سمح النهر بذلك.",
    "وحتى ذلك الحين سينقل زورقا صيد الناس في ساعات النهار بالأجرة القديمة. أما العربات والحيوانات فعليها أن تدور من طريق الجسر وكذلك كل من يمرض في الليل.",
    "وقال مكتب المحافظ بعد الظهر إنه سمع بالأمر وإن لجنة ستنظر فيه حالما تتم تسمية أعضائها من قبل الجهات المختصة في المحافظة.",
];

/// The blocks of a page, each with whether it stays.
fn roles(text: &str) -> Vec<(String, Role)> {
    let cleaned = clean(document(text), &phrases::SHIPPED_RULES, CleanMode::Full);
    let role = |b: &crate::types::Block| (text[b.span.range()].to_string(), b.role.clone());
    cleaned.blocks.iter().map(role).collect()
}

/// The blocks that go as repeats.
fn repeats(text: &str) -> Vec<String> {
    let is_repeat = |r: &Role| matches!(r, Role::Removed(r) if r.reason == Reason::DuplicateWithin);
    roles(text)
        .into_iter()
        .filter(|(_, r)| is_repeat(r))
        .map(|(t, _)| t)
        .collect()
}

fn page<S: AsRef<str>>(blocks: &[S]) -> String {
    blocks.iter().map(AsRef::as_ref).collect::<Vec<_>>().join("\n\n")
}

/// Every article under its headline.
fn articles() -> [(&'static str, [&'static str; 8]); 2] {
    [
        ("Ferry stops in the middle of the river", EN),
        ("توقف العبارة في منتصف النهر", AR),
    ]
}

#[test]
fn an_article_pasted_twice_stays_once() {
    for (headline, body) in articles() {
        let text = page(&[&[headline], &body[..], &[headline], &body[..]].concat());
        let found = repeats(&text);
        assert!(
            body.iter().all(|p| found.iter().filter(|f| f == p).count() == 1),
            "{found:#?}"
        );
    }
}

#[test]
fn three_copies_leave_one() {
    for (_, body) in articles() {
        let found = repeats(&page(&[&body[..], &body[..], &body[..]].concat()));
        assert_eq!(found.len(), 16);
        assert_eq!(found[..8], body.map(String::from));
    }
}

#[test]
fn small_edits_between_the_copies_do_not_save_the_second() {
    for (_, body) in articles() {
        let edited: Vec<String> = body
            .iter()
            .enumerate()
            .map(|(i, p)| match i % 4 {
                0 => p.replacen(' ', "  ", 2).replace(',', " –"),
                1 => format!("{p} ({i})."),
                2 => p.split_once(' ').map_or("", |w| w.1).to_string(),
                _ => p.replacen(p.split(' ').nth(5).unwrap(), "xxxx", 1),
            })
            .collect();
        let text = format!("{}\n\n{}", page(&body), page(&edited));
        assert_eq!(repeats(&text).len(), 8, "{:#?}", repeats(&text));
    }
}

#[test]
fn an_advert_in_one_copy_does_not_break_the_repeat() {
    for (_, body) in articles() {
        let advert = "xx yy zz";
        let text = page(&[&body[..], &body[..3], &[advert], &body[3..]].concat());
        assert_eq!(repeats(&text).len(), 8);
        let text = page(&[&body[..4], &[advert], &body[4..], &body[..]].concat());
        assert_eq!(repeats(&text).len(), 8);
    }
}

#[test]
fn a_repeat_may_begin_in_the_middle_of_a_paragraph() {
    for (_, body) in articles() {
        let half = |p: &'static str| -> &'static str {
            let at = p
                .char_indices()
                .filter(|c| c.1 == ' ')
                .nth(p.split(' ').count() / 3)
                .unwrap()
                .0;
            p[at..].trim()
        };
        let tail = half(body[2]);
        let text = page(&[&body[..], &[tail], &body[3..]].concat());
        let mut expected = vec![tail.to_string()];
        expected.extend(body[3..].iter().map(|p| p.to_string()));
        assert_eq!(repeats(&text), expected);
        // The first copy is the broken one: the whole paragraph stays.
        let text = page(&[&[tail], &body[3..], &body[..]].concat());
        let found = repeats(&text);
        assert!(found.contains(&tail.to_string()) && found.len() == 6, "{found:#?}");
        let kept = |p: &str| roles(&text).iter().any(|(t, r)| t == p && *r == Role::Kept);
        assert!(body.iter().all(|p| kept(p)));
    }
}

#[test]
fn a_repeat_may_end_in_the_middle_of_a_paragraph() {
    for (_, body) in articles() {
        let at = body[4].char_indices().filter(|c| c.1 == ' ').nth(11).unwrap().0;
        let text = page(&[&body[..], &body[..4], &[&body[4][..at]]].concat());
        assert_eq!(repeats(&text).len(), 5, "{:#?}", repeats(&text));
    }
}

#[test]
fn a_copy_with_other_paragraph_breaks_is_a_copy() {
    for (_, body) in articles() {
        // Two paragraphs of the first are one of the second ...
        let joined: Vec<String> = body.chunks(2).map(|two| two.join(" ")).collect();
        let text = format!("{}\n\n{}", page(&body), page(&joined));
        assert_eq!(repeats(&text).len(), 4, "{:#?}", repeats(&text));
        // ... or the other way round.
        let text = format!("{}\n\n{}", page(&joined), page(&body));
        assert_eq!(repeats(&text).len(), 8, "{:#?}", repeats(&text));
    }
}

#[test]
fn a_cut_off_teaser_goes_and_the_full_text_stays() {
    for (headline, body) in articles() {
        let at = body[0].char_indices().filter(|c| c.1 == ' ').nth(17).unwrap().0;
        for teaser in [
            format!("{}...", &body[0][..at]),
            format!("{}…", &body[0][..at + 3].trim_end()),
        ] {
            let text = page(&[&[headline, &teaser], &body[..]].concat());
            assert_eq!(repeats(&text), [teaser], "{text}");
        }
    }
}

#[test]
fn the_teasers_of_a_list_before_the_article_go() {
    // The first two paragraphs, cut off, stand on top, then the whole.
    for (headline, body) in articles() {
        let cut = |p: &str| {
            let at = p.char_indices().filter(|c| c.1 == ' ').nth(14).unwrap().0;
            format!("{} [...]", &p[..at])
        };
        let first = page(&[body[0], &cut(body[1])]);
        let text = format!("{headline}\n\n{first}\n\n{}", page(&body));
        let kept: Vec<String> = roles(&text)
            .into_iter()
            .filter(|r| r.1 == Role::Kept)
            .map(|r| r.0)
            .collect();
        assert!(
            body.iter().all(|p| kept.iter().filter(|k| k == p).count() == 1),
            "{kept:#?}"
        );
        assert!(!kept.iter().any(|k| k.contains("[...]")), "{kept:#?}");
    }
}

#[test]
fn a_title_printed_twice_stays_once() {
    for (headline, body) in articles() {
        let text = page(&[&[headline, "12/05/2020", headline], &body[..]].concat());
        let kept = roles(&text)
            .iter()
            .filter(|(t, r)| t == headline && *r == Role::Kept)
            .count();
        assert_eq!(kept, 1, "{:#?}", roles(&text));
    }
}

#[test]
fn a_paragraph_repeated_to_the_letter_goes_with_its_twin_named() {
    for (_, body) in articles() {
        let text = page(&[&body[..6], &body[2..3], &body[6..]].concat());
        let cleaned = clean(document(&text), &phrases::SHIPPED_RULES, CleanMode::Full);
        let twins: Vec<&str> = cleaned
            .blocks
            .iter()
            .filter_map(|b| match &b.role {
                Role::Removed(r) if r.reason == Reason::DuplicateWithin => r.twin.map(|t| &text[t.range()]),
                _ => None,
            })
            .collect();
        assert_eq!(twins, [body[2]]);
        assert_eq!(repeats(&text), [body[2]]);
    }
}

#[test]
fn refrains_and_short_answers_stay() {
    let english = ["We shall not be moved.", "Yes.", "And the river goes on as before."];
    let arabic = ["لن نرحل من هنا أبداً.", "نعم.", "ويمضي النهر كما كان من قبل."];
    for ((_, body), lines) in articles().into_iter().zip([english, arabic]) {
        let text = page(
            &body
                .iter()
                .zip(lines.iter().cycle())
                .flat_map(|(p, l)| [*p, l])
                .collect::<Vec<_>>(),
        );
        assert_eq!(repeats(&text), Vec::<String>::new());
    }
}

#[test]
fn paragraphs_that_differ_in_their_figures_are_no_repeats() {
    let english = |place: &str, n: [&str; 3]| {
        format!(
            "In the district of {place} the commission opened {} polling stations in schools and public buildings from seven in \
             the morning until six in the evening, and counted the votes of {} citizens on the same night in the presence of \
             observers from all parties that had asked to be admitted. The share of those who came was {} per cent, and no \
             complaint was lodged before the books were closed and sealed by the judge who presided over the commission.",
            n[0], n[1], n[2]
        )
    };
    let arabic = |place: &str, n: [&str; 3]| {
        format!(
            "وفي قضاء {place} افتتحت المفوضية {} مركزاً للاقتراع في المدارس والأبنية العامة من الساعة السابعة صباحاً حتى السادسة مساء، وأحصت أصوات {} مواطناً \
             في الليلة نفسها بحضور مراقبين عن جميع الأحزاب التي طلبت السماح لها بالدخول إلى القاعات. وبلغت نسبة المشاركة {} في المئة ولم تسجل أي شكوى قبل إغلاق \
             السجلات وختمها من قبل القاضي الذي ترأس اللجنة المكلفة بالإشراف على العد والفرز في ذلك اليوم كما جرت العادة منذ سنوات.",
            n[0], n[1], n[2]
        )
    };
    let rows = [
        ["14", "23,411", "61"],
        ["9", "8,204", "48"],
        ["22", "40,936", "57"],
        ["17", "31,775", "66"],
    ];
    let english = page(
        &["Northford", "Eastmere", "Aldgrove", "Tarnby"]
            .iter()
            .zip(rows)
            .map(|(p, n)| english(p, n))
            .collect::<Vec<_>>(),
    );
    let arabic = page(
        &["الزهور", "النخيل", "الرمان", "التلال"]
            .iter()
            .zip(rows)
            .map(|(p, n)| arabic(p, n))
            .collect::<Vec<_>>(),
    );
    assert_eq!(repeats(&english), Vec::<String>::new());
    assert_eq!(repeats(&arabic), Vec::<String>::new());
}

#[test]
fn a_paragraph_that_quotes_a_sentence_of_another_stays() {
    for (_, body) in articles() {
        let sentence = body[2].split_inclusive(". ").next().unwrap_or(body[2]).trim();
        let quoting = format!("{} {sentence} {}", &body[6], &body[5]);
        let text = page(&[&body[..5], &[quoting.as_str()], &body[7..]].concat());
        assert_eq!(repeats(&text), Vec::<String>::new());
    }
}

#[test]
fn a_headline_that_is_the_beginning_of_the_text_stays() {
    let body = &EN[1..];
    let headline = "The ferry between the two banks stopped on Sunday evening when the chain that pulls it broke";
    let cleaned = clean(
        document(&page(&[&[headline, EN[0]], body].concat())),
        &phrases::SHIPPED_RULES,
        CleanMode::Full,
    );
    assert_eq!(cleaned.title.as_deref(), Some(headline));
    assert!(cleaned.blocks.iter().all(|b| b.role == Role::Kept));
}

#[test]
fn the_entries_of_a_table_of_contents_do_not_take_the_headings_away() {
    let headings: Vec<String> = [
        "Of the river",
        "Of the market",
        "Of the mill",
        "Of the ferryman",
        "Of the tolls",
        "Of the winter",
    ]
    .iter()
    .flat_map(|h| [format!("{h} and of those who live by it"), format!("{h}, continued")])
    .collect();
    let parts = headings.iter().zip(EN.iter().chain(&EN)).enumerate();
    let text = parts
        .flat_map(|(n, (h, p))| [h.clone(), format!("{p} {n}")])
        .collect::<Vec<_>>();
    let short: Vec<String> = headings.iter().filter(|h| h.split(' ').count() < 8).cloned().collect();
    let found = repeats(&page(&[&headings[..], &text[..]].concat()));
    assert!(short.iter().all(|h| !found.contains(h)), "{found:#?}");
}

#[test]
fn the_same_line_a_hundred_thousand_times_is_one_pair_each() {
    for line in [
        "The market was closed on Friday and nobody knew why.",
        "أغلقت السوق يوم الجمعة ولم يعرف أحد سبباً لذلك كله.",
    ] {
        let text = format!("{line}\n\n").repeat(100_000);
        assert_eq!(repeats(&text).len(), 99_999);
    }
}

#[test]
fn a_teaser_of_a_teaser_names_the_full_text() {
    for (headline, body) in articles() {
        let cut = |words: usize| {
            let at = body[0].char_indices().filter(|c| c.1 == ' ').nth(words).unwrap().0;
            format!("{}...", &body[0][..at])
        };
        let text = page(&[&[headline, &cut(13), &cut(16), &cut(19)], &body[..]].concat());
        let cleaned = clean(document(&text), &phrases::SHIPPED_RULES, CleanMode::Full);
        let twin = |r: &Role| match r {
            Role::Removed(r) => r.twin.map(|t| &text[t.range()]),
            Role::Kept => None,
        };
        // The first may go for its looks before it is compared.
        assert!(cleaned.blocks[1..4].iter().all(|b| matches!(b.role, Role::Removed(_))));
        let twins: Vec<_> = cleaned.blocks[2..4].iter().map(|b| twin(&b.role)).collect();
        assert_eq!(twins, [Some(body[0]); 2]);
    }
}
