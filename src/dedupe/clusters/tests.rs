//! What is a copy and what is not, on articles of a few paragraphs in both languages.

use std::sync::LazyLock;

use super::super::{folded_words, sketch};
use super::*;
use crate::clean::{Rules, clean};
use crate::settings::CleanMode;
use crate::types::{Cleaned, Document};

const ENGLISH: &str = "\
The council of the old harbour town voted late on Tuesday to close the fish market for two years, so that the quay under it \
can be rebuilt before the sea takes it.

Engineers had warned since 2016 that the wooden piles were rotten below the waterline. A survey in March counted 214 of them, \
of which 131 could be pushed over by hand, the head of the works department told the meeting.

The repairs will cost 4.6 million dinars, most of it from a loan that the provincial bank approved last month. Traders will be \
moved to the yard behind the railway station, where rents are lower but no boat can land.

\"My father sold here and so did his,\" said one of them, who has had the first stall on the left for thirty years. \"They say \
two years. They said two years about the bridge as well.\"

The bridge over the northern canal was closed in 2009 and opened again after seven winters. Work on the quay is to begin when \
the tourists have gone, in October at the latest.";

const ARABIC: &str = "\
صوّت مجلس البلدة القديمة مساء الثلاثاء على إغلاق سوق السمك لمدة عامين، حتى يعاد بناء الرصيف الذي تحته قبل أن يأخذه البحر إلى الأعماق.

وكان المهندسون قد حذروا منذ عام 2016 من أن الأعمدة الخشبية متآكلة تحت مستوى المياه. وأحصى مسح أجري في آذار 214 عموداً، يمكن دفع 131 منها باليد، كما \
قال رئيس دائرة الأشغال أمام الجلسة.

وستكلف الإصلاحات أربعة ملايين دينار، معظمها من قرض وافق عليه مصرف المحافظة في الشهر الماضي. وسينقل التجار إلى الساحة الواقعة خلف محطة القطار، حيث \
الإيجارات أقل لكن أي قارب لا يستطيع الرسو.

وقال أحدهم وهو صاحب الدكة الأولى على اليسار منذ ثلاثين سنة إن أباه باع هنا وكذلك جده، وإنهم قالوا عن الجسر أيضاً إن العمل فيه ينتهي بعد سنتين.

وكان الجسر فوق القناة الشمالية قد أغلق عام 2009 ثم افتتح ثانية بعد سبعة شتاءات. ومن المقرر أن يبدأ العمل في الرصيف بعد رحيل السياح، في تشرين \
الأول على أبعد تقدير.";

/// The event of [`ENGLISH`], told by somebody else.
const OTHER_REPORT: &str = "\
Fishmongers will have to leave the waterfront after councillors decided by a narrow majority that the quay is no longer safe.

The market hall closes in October. According to the works department 131 of the 214 piles on which it stands have rotted, a \
danger that was first reported in 2016 and then forgotten in a drawer.

A loan from the provincial bank covers most of the bill of 4.6 million dinars. Until the new quay is ready the stalls move to a \
yard near the station, to the anger of the traders, who fear that their customers will not follow them there.

Nobody in the hall believed that it would take only two years. The northern bridge, shut in 2009, was closed for seven.";

/// The event of [`ARABIC`], told by somebody else.
const OTHER_ARABIC_REPORT: &str = "\
سيضطر باعة السمك إلى مغادرة الواجهة البحرية بعدما قرر أعضاء المجلس بأغلبية ضئيلة أن الرصيف لم يعد آمناً.

وتغلق السوق أبوابها في تشرين الأول المقبل. وبحسب دائرة الأشغال فإن 131 من أصل 214 عموداً تقوم عليها السوق قد تآكلت، وهو خطر أبلغ عنه أول مرة عام 2016 ثم نسي \
في أحد الأدراج.

ويغطي قرض من مصرف المحافظة معظم الكلفة. وإلى أن يصبح الرصيف الجديد جاهزاً تنتقل البسطات إلى ساحة قرب المحطة وسط غضب التجار الذين يخشون ألا يتبعهم \
الزبائن إليها.

ولم يصدق أحد في القاعة أن الأمر سيستغرق عامين فقط، فالجسر الشمالي الذي أغلق عام 2009 بقي مغلقاً سبع سنوات.";

static RULES: LazyLock<Rules> = LazyLock::new(Rules::shipped);

fn cleaned(doc_id: &str, text: &str) -> Cleaned {
    let document = Document::of_text(doc_id, text);
    let mut cleaned = clean(document, &RULES, CleanMode::None);
    sketch(&mut cleaned);
    cleaned
}

/// The rows of these documents, named a, b, c, ... in this order.
fn rows(texts: &[&str]) -> Vec<String> {
    let documents: Vec<Cleaned> = texts
        .iter()
        .zip('a'..)
        .map(|(text, name)| cleaned(&name.to_string(), text))
        .collect();
    let members: Vec<Member> = documents.iter().map(member).collect();
    copies(&members, crate::dedupe::NEAR_COPY, crate::dedupe::CONTAINED, || {
        |d| {
            let c = &documents[d as usize];
            Ok(Arc::new(Fingerprint::of(&folded_words(
                &c.document.text,
                &c.blocks,
                |_| false,
            ))))
        }
    })
    .unwrap()
    .iter()
    .map(|c| format!("{} {} {}", c.doc, c.relation.label(), c.other))
    .collect()
}

fn member(c: &Cleaned) -> Member<'_> {
    Member {
        doc_id: &c.document.doc_id,
        words: c.digest.words,
        text_hash: c.digest.text_hash,
        bands: &c.digest.bands,
        sample: &c.digest.sample,
        published: None,
    }
}

/// Whether two texts are found to be copies of each other, whichever comes first.
fn are_copies(a: &str, b: &str) -> bool {
    let found = [rows(&[a, b]), rows(&[b, a])].map(|r| r.iter().any(|row| !row.contains("contained")));
    assert_eq!(found[0], found[1]);
    found[0]
}

fn paragraphs(text: &str) -> Vec<&str> {
    text.split("\n\n").collect()
}

/// The text with every `n`th word replaced.
fn reworded(text: &str, n: usize, word: &str) -> String {
    let changed = |(i, w): (usize, &str)| {
        if i % n == n - 1 {
            word.to_string()
        } else {
            w.to_string()
        }
    };
    let paragraph = |p: &str| p.split(' ').enumerate().map(changed).collect::<Vec<_>>().join(" ");
    text.split("\n\n").map(paragraph).collect::<Vec<_>>().join("\n\n")
}

#[test]
fn a_copy_set_otherwise_is_exact() {
    for text in [ENGLISH, ARABIC] {
        let shouted = text
            .to_uppercase()
            .replace(' ', "  ")
            .replace('"', "”")
            .replace("\n\n", "\n \n");
        assert_eq!(rows(&[text, &shouted]), ["b exact a"]);
    }
}

#[test]
fn an_arabic_respelling_is_exact() {
    let respelt = ARABIC
        .replace(['أ', 'إ', 'آ'], "ا")
        .replace('ى', "ي")
        .replace('ة', "ه")
        .replace(['\u{651}', '\u{64b}'], "")
        .replace("2009", "٢٠٠٩")
        .replace("السمك", "السـمـك");
    assert_ne!(respelt, ARABIC);
    assert_eq!(rows(&[ARABIC, &respelt]), ["b exact a"]);
}

#[test]
fn what_a_reprint_changes_leaves_a_copy() {
    let menus = [
        (
            ENGLISH,
            "Home News Business Sport Culture Weather Archive Contact us\n\nSign up for our letter and read every \
            morning what the night has brought\n\n",
            "Traders fear for fish market",
        ),
        (
            ARABIC,
            "الرئيسية أخبار اقتصاد رياضة ثقافة الطقس الأرشيف اتصل بنا\n\nاشترك في نشرتنا واقرأ كل صباح ما جاء به الليل من \
            أخبار\n\n",
            "التجار يخشون على سوق السمك",
        ),
    ];
    for (text, menu, headline) in menus {
        let mut reordered = paragraphs(text);
        reordered.swap(1, 3);
        reordered.swap(2, 4);
        let cut = paragraphs(text)[..4].join("\n\n");
        for (what, copy) in [
            ("another headline", format!("{headline}\n\n{text}")),
            ("menus left in", format!("{menu}{text}\n\n{menu}")),
            ("last paragraph cut", cut.clone()),
            ("paragraphs in another order", reordered.join("\n\n")),
            ("lightly reworded", reworded(text, 12, "xx")),
            ("all of it but the rewording", format!("{menu}{headline}\n\n{cut}")),
        ] {
            assert!(are_copies(text, &copy), "{what}: {}", &text[..40]);
        }
    }
}

#[test]
fn two_reports_of_one_event_are_no_copies() {
    assert!(rows(&[ENGLISH, OTHER_REPORT]).is_empty());
    assert!(rows(&[ARABIC, OTHER_ARABIC_REPORT]).is_empty());
}

#[test]
fn two_pages_of_one_template_are_no_copies() {
    let english = |day: &str, ships: [&str; 4], level: &str| {
        format!(
            "The harbour office said on {day} that {} ships were loading and {} were waiting outside the breakwater, against {} \
             at the same time last week. The water at the northern gauge stood at {level} metres, which is within the limits for \
             vessels of all classes. Pilots are on duty day and night and can be called over the usual channel. The next \
             bulletin will be given at noon after {} more arrivals have been entered in the book.",
            ships[0], ships[1], ships[2], ships[3]
        )
    };
    let arabic = |day: &str, n: [&str; 4]| {
        format!(
            "أعلنت مديرية الأرصاد الجوية يوم {day} أن درجة الحرارة العظمى في العاصمة تبلغ {} درجة مئوية والصغرى {} درجة، وتكون الرياح شمالية غربية \
             بسرعة {} كيلومترا في الساعة، والسماء صافية في معظم المحافظات مع فرصة لتصاعد الغبار في المناطق المفتوحة، وتصل الرطوبة في المدن الساحلية إلى \
             {} في المئة. ودعت المديرية المواطنين إلى تجنب التعرض لأشعة الشمس وقت الظهيرة والإكثار من شرب الماء.",
            n[0], n[1], n[2], n[3]
        )
    };
    let monday = english("Monday", ["14", "9", "11", "6"], "3.85");
    let friday = english("Friday", ["22", "17", "18", "12"], "4.10");
    let hot = arabic("الأحد", ["44", "29", "25", "38"]);
    let cold = arabic("الخميس", ["17", "4", "40", "61"]);
    assert!(rows(&[&monday, &friday]).is_empty());
    assert!(rows(&[&hot, &cold]).is_empty());
    // The same bulletin with another end is a copy.
    assert!(are_copies(
        &monday,
        &format!("{monday} Captains are asked to have their papers ready.")
    ));
    assert!(are_copies(&hot, &format!("{hot} وتصدر النشرة المقبلة عند المساء.")));
}

#[test]
fn two_articles_around_one_quotation_are_no_copies() {
    let quotation = paragraphs(ENGLISH)[3];
    let other = format!(
        "Few trades have changed as little as that of the fishmonger, and few are so sure to be gone when our children are old. \
         We spent a week among the stalls of four ports to hear what those who still follow it make of the new halls, of the \
         cold stores and of the young who buy their dinner by telephone. {quotation} In the next port the answer was a shrug."
    );
    assert!(rows(&[ENGLISH, &other]).is_empty());
}

#[test]
fn an_excerpt_in_a_long_article_is_contained() {
    for (text, unit) in [(ENGLISH, "word"), (ARABIC, "كلمة")] {
        let filler = |from: usize| (from..from + 900).map(|i| format!("{unit}{i} ")).collect::<String>();
        let excerpt = paragraphs(text)[2];
        let long = format!("{}\n\n{excerpt}\n\n{}", filler(0), filler(5000));
        assert_eq!(rows(&[excerpt, &long, text]), ["a contained b", "a contained c"]);
        // Also with a word changed here and there.
        assert_eq!(rows(&[&reworded(excerpt, 18, "xx"), &long]), ["a contained b"]);
    }
}

#[test]
fn a_copy_cut_to_two_fifths_is_a_copy_and_one_cut_to_a_fifth_is_contained() {
    let words: Vec<String> = (0..500).map(|i| format!("w{i}x")).collect();
    let text = words.join(" ");
    assert!(are_copies(&text, &words[..190].join(" ")));
    assert_eq!(rows(&[&text, &words[..100].join(" ")]), ["b contained a"]);
}

#[test]
fn short_texts_are_compared_as_a_whole() {
    assert_eq!(
        rows(&["Prices rose.", "Prices rose!", "Prices rose again.", "", ""]),
        ["b exact a"]
    );
    assert_eq!(
        rows(&["ارتفعت الأسعار.", "ارتفعت الاسعار", "ارتفعت الأسعار ثانية"]),
        ["b exact a"]
    );
}

#[test]
fn the_longest_is_kept_then_the_earliest_then_the_first() {
    let longer = format!("{ENGLISH}\n\nThe mayor was ill.");
    let documents = [cleaned("a", ENGLISH), cleaned("b", ENGLISH), cleaned("c", &longer)];
    let kept = |days: [Option<Day>; 2], documents: &[Cleaned]| {
        let mut members: Vec<Member> = documents.iter().map(member).collect();
        for (m, day) in members.iter_mut().zip(days) {
            m.published = day;
        }
        let found = copies(&members, 0.4, 0.8, || {
            |d| {
                let c = &documents[d as usize];
                Ok(Arc::new(Fingerprint::of(&folded_words(
                    &c.document.text,
                    &c.blocks,
                    |_| false,
                ))))
            }
        });
        found.unwrap()[0].other.clone()
    };
    let day = |d| Some(jiff::civil::date(2020, 5, d));
    assert_eq!(kept([None, None], &documents), "c");
    assert_eq!(kept([None, None], &documents[..2]), "a");
    assert_eq!(kept([day(3), day(2)], &documents[..2]), "b");
    assert_eq!(kept([None, day(2)], &documents[..2]), "b");
}

#[test]
fn clusters_do_not_depend_on_the_names_of_documents() {
    let cut = paragraphs(ENGLISH)[..4].join("\n\n");
    let headed = format!("Market to close\n\n{ENGLISH}");
    let arabic = paragraphs(&reworded(ARABIC, 15, "xx"))[..4].join("\n\n");
    let texts = [ENGLISH, &cut, OTHER_REPORT, &headed, ARABIC, &arabic];
    let clusters = |order: [usize; 6]| {
        let found = rows(&order.map(|i| texts[i]));
        let text = |name: &str| order[name.bytes().next().map_or(0, |b| usize::from(b - b'a'))];
        let mut pairs: Vec<_> = found
            .iter()
            .map(|row| (text(&row[..1]), text(&row[row.len() - 1..])))
            .collect();
        pairs.sort_unstable();
        pairs
    };
    let expected = clusters([0, 1, 2, 3, 4, 5]);
    assert_eq!(expected, [(0, 3), (1, 3), (5, 4)]);
    for order in [[5, 4, 3, 2, 1, 0], [2, 0, 4, 1, 5, 3], [3, 5, 1, 4, 0, 2]] {
        assert_eq!(clusters(order), expected);
    }
}
