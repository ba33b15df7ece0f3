//! Pull quotes of both languages, and short paragraphs that are none.

use super::super::{clean, phrases, tests::document};
use crate::settings::CleanMode;
use crate::types::{Reason, Role};

const EN: [&str; 4] = [
    "The orchard was planted by the monks in the century before last and has never been sold, although four banks and a railway \
     have asked for it.",
    "Its keeper, a quiet woman of sixty, says that a tree which is cut without need will be missed for longer than the man who \
     cut it. She has refused every offer since her father died.",
    "This winter the frost took a third of the apricots. The insurance paid for half of them, and the neighbours brought cuttings \
     of their own to fill the gaps along the southern wall.",
    "In April the first of them came into leaf, and the keeper wrote the names of those who had brought them on small boards.",
];
const AR: [&str; 4] = [
    "زرع الرهبان البستان في القرن قبل الماضي ولم يبع منذ ذلك الحين، على الرغم من أن أربعة مصارف وشركة للسكك الحديدية طلبت شراءه.",
    "وتقول حارسته وهي امرأة هادئة في الستين إن الشجرة التي تقطع بلا حاجة سيفتقدها الناس زمناً أطول من الرجل الذي قطعها. وقد رفضت كل عرض منذ وفاة والدها.",
    "وفي هذا الشتاء أخذ الصقيع ثلث أشجار المشمش. ودفع التأمين ثمن نصفها، وجلب الجيران عقلاً من بساتينهم لملء الفراغات على طول السور الجنوبي.",
    "وفي نيسان أورقت أولى الشتلات فكتبت الحارسة أسماء من جلبوها على ألواح صغيرة من الخشب وعلقتها على الجذوع.",
];

fn pull_quotes(text: &str) -> Vec<String> {
    let cleaned = clean(document(text), &phrases::SHIPPED_RULES, CleanMode::Full);
    let is_quote = |r: &Role| matches!(r, Role::Removed(r) if r.reason == Reason::PullQuote);
    let of = cleaned.blocks.iter().filter(|b| is_quote(&b.role));
    of.map(|b| text[b.span.range()].to_string()).collect()
}

fn with(body: [&str; 4], line: &str, at: usize) -> String {
    let mut blocks = body.to_vec();
    blocks.insert(at, line);
    blocks.join("\n\n")
}

#[test]
fn a_sentence_printed_again_goes() {
    let lines = [
        (
            EN,
            "A tree which is cut without need will be missed for longer than the man who cut it",
        ),
        (
            EN,
            "“A tree cut without need will be missed longer than the man who cut it.”",
        ),
        (
            AR,
            "الشجرة التي تقطع بلا حاجة سيفتقدها الناس زمناً أطول من الرجل الذي قطعها",
        ),
        (AR, "«الشجره التى تقطع بلا حاجة سيفتقدها الناس أطول من الرجل الذي قطعها»"),
    ];
    for (body, line) in lines {
        for at in [1, 2, 3] {
            assert_eq!(pull_quotes(&with(body, line, at)), [line]);
        }
    }
}

#[test]
fn a_short_paragraph_of_its_own_stays() {
    let lines = [
        (
            EN,
            "The keeper has no children, and nobody knows who will have the orchard after her.",
        ),
        (
            EN,
            "Four banks asked her again last year, and a hotel that wanted the southern wall.",
        ),
        (
            AR,
            "وليس للحارسة أولاد ولا يعرف أحد من سيرث البستان من بعدها في السنوات المقبلة.",
        ),
        (
            AR,
            "وعادت أربعة مصارف إلى الطلب في العام الماضي ومعها فندق أراد شراء السور كله.",
        ),
    ];
    for (body, line) in lines {
        for at in [1, 2, 3] {
            assert_eq!(pull_quotes(&with(body, line, at)), Vec::<String>::new());
        }
    }
}

#[test]
fn a_subhead_that_names_its_topic_stays() {
    let lines = [
        (EN, "Why is the frost of this winter so bad for apricots?"),
        (
            EN,
            "Apricots, frost and insurance: what the neighbours brought for the wall",
        ),
        (EN, "What the insurance paid for the apricots that the frost took:"),
        (AR, "لماذا أخذ صقيع هذا الشتاء أشجار المشمش كلها من البستان؟"),
    ];
    for (body, line) in lines {
        assert_eq!(pull_quotes(&with(body, line, 2)), Vec::<String>::new());
    }
}

#[test]
fn what_stands_before_the_first_paragraph_is_no_pull_quote() {
    let line = "The orchard planted by the monks in the century before last has never been sold";
    assert_eq!(pull_quotes(&with(EN, line, 0)), Vec::<String>::new());
}

#[test]
fn a_sentence_far_away_is_not_asked() {
    let line = "A tree which is cut without need will be missed for longer than the man who cut it.";
    let fillers: Vec<String> = (0..6)
        .map(|i| format!("In the year {i} of the new calendar the pond froze over and the geese were taken into the barn, where they were loud and happy until spring number {i} came."))
        .collect();
    let text = format!(
        "{}\n\n{}\n\n{line}\n\n{}",
        EN.join("\n\n"),
        fillers[..4].join("\n\n"),
        fillers[4..].join("\n\n")
    );
    assert_eq!(pull_quotes(&text), Vec::<String>::new());
}
