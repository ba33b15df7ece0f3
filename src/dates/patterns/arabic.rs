//! Arabic time expressions: `السبت الماضي`, `قبل عشرة أشهر`, `صيف عام 2014`, `تسعينيات القرن الماضي`, `ثلاثة أيام`.

use crate::types::{Modifier, Quant, TimexType};

use super::super::lexicon::{Reference, Turn, Unit, Word};
use super::super::scanner::Token;
use super::super::timex::{Clock, Point};
use super::absolute::{Parsed, Written, calendar, month_name, weekday, year};
use super::amounts::{Amount, duration};
use super::{Base, Found, What, When, at, before, numeric, word};

/// The Arabic time expression that begins at a token.
pub(super) fn expression(tokens: &[Token], i: usize) -> Option<Found> {
    edged(tokens, i)
        .or_else(|| shifted(tokens, i))
        .or_else(|| part_of_day(tokens, i))
        .or_else(|| point(tokens, i))
        .or_else(|| set(tokens, i))
        .or_else(|| length(tokens, i))
}

/// `أوائل عام 2020`, `نهاية العام الجاري`, `منتصف حزيران الماضي`.
fn edged(tokens: &[Token], i: usize) -> Option<Found> {
    let modifier = match word(tokens, i) {
        Word::Edge(m) => m,
        Word::Approx => Modifier::Approx,
        _ => return None,
    };
    let found = point(tokens, i + 1).or_else(|| prepared_month(tokens, i + 1))?;
    let fine = found.kind == TimexType::Date && !matches!(found.when, When::Fixed(_) | When::Day(_));
    (fine && (modifier != Modifier::Approx || matches!(found.when, When::Point(_) | When::Written(_))))
        .then(|| found.modified(Some(modifier)).starting(i))
}

/// A date or a stretch of the calendar.
fn point(tokens: &[Token], i: usize) -> Option<Found> {
    if let Some((end, when)) = day_named(tokens, i) {
        let rule = match when {
            When::Written(w) if w.hijri => "date:hijri",
            When::Written(w) if w.month.is_some() => "date:calendar",
            When::Written(_) => "date:weekday",
            When::Turned(..) => "relative:turned",
            _ => "relative:day",
        };
        return Some(Found::date(i, end, when, rule));
    }
    // [شهر] أيار [المقبل | 2018]
    let month = if word(tokens, i) == Word::Unit(Unit::Month) && !tokens[i].definite {
        i + 1
    } else {
        i
    };
    if let Some((end, written)) = calendar(tokens, month).filter(|(_, w)| w.day.is_none()) {
        if let (Some((to, turn)), None, Some(m), false) =
            (turn_after(tokens, end), written.year, written.month, written.hijri)
        {
            return Some(Found::date(
                i,
                to,
                When::Turned(turn, What::Month(m)),
                "relative:turned",
            ));
        }
        if written.year.is_some() {
            return Some(Found::date(
                i,
                end,
                When::Written(written),
                if written.hijri { "date:hijri" } else { "date:calendar" },
            ));
        }
        // من العام الماضي
        if let Some((to, turn)) = year_turned(tokens, end)
            && let Some(m) = written.month
        {
            return Some(Found::date(i, to, When::Within(turn, What::Month(m)), "date:calendar"));
        }
        return (month > i || time_preposition(tokens, i))
            .then(|| Found::date(i, end, When::Written(written), "date:month"))
            .filter(|_| !written.hijri);
    }
    // عام 2006, سنة 1440 هـ, العام 2006
    if matches!(word(tokens, i), Word::Unit(Unit::Year) | Word::Dual(Unit::Year))
        && let Some((end, y)) = year(tokens, i + 1)
    {
        {
            if word(tokens, end) == Word::EraHijri {
                let written = Written {
                    year: Some(y),
                    hijri: true,
                    ..Written::default()
                };
                return Some(Found::date(i, end + 1, When::Written(written), "date:hijri"));
            }
            return Some(Found::date(i, end, When::Point(Point::Year(y)), "date:year"));
        }
    }
    season(tokens, i)
        .or_else(|| long_ago(tokens, i))
        .or_else(|| unit_turned(tokens, i))
        .or_else(|| reference(tokens, i))
}

/// A month name by itself after a word such as أواخر.
fn prepared_month(tokens: &[Token], i: usize) -> Option<Found> {
    let (end, written) = calendar(tokens, i)?;
    (written.day.is_none() && !written.hijri).then(|| Found::date(i, end, When::Written(written), "date:month"))
}

/// Whether a preposition of time stands before `i`, apart or written onto the word.
fn time_preposition(tokens: &[Token], i: usize) -> bool {
    matches!(
        before(tokens, i),
        Word::In | Word::Since | Word::Until | Word::To | Word::Between | Word::Of | Word::Before | Word::After
    )
}

/// A day: `الجمعة 6 كانون الأول 2019`, `السبت الماضي`, `اليوم الاثنين`, `أمس`, `بعد غد`, `أول أمس`.
fn day_named(tokens: &[Token], i: usize) -> Parsed<When> {
    if let Some((end, written)) = calendar(tokens, i).or_else(|| numeric::date(tokens, i))
        && written.day.is_some()
    {
        if written.year.is_none()
            && let (Some(month), Some(day), false) = (written.month, written.day, written.hijri)
        {
            if let Some((to, turn)) = turn_after(tokens, end) {
                return Some((to, When::Turned(turn, What::MonthDay(month, day))));
            }
            if let Some((to, turn)) = year_turned(tokens, end) {
                return Some((to, When::Within(turn, What::MonthDay(month, day))));
            }
        }
        return Some((end, When::Written(written)));
    }
    match word(tokens, i) {
        Word::Day(n) => {
            // أمس الأول, أمس الاثنين; غد بلا تعريف is rare.
            if n == -1 && word(tokens, i + 1) == Word::Ordinal(1) && tokens[i + 1].definite {
                return Some((i + 2, When::Day(-2)));
            }
            let end = weekday(tokens, i + 1).map_or(i + 1, |(end, _)| end);
            return Some((end, When::Day(n)));
        }
        Word::Ordinal(1) if matches!(word(tokens, i + 1), Word::Day(-1)) => return Some((i + 2, When::Day(-2))),
        Word::After if matches!(word(tokens, i + 1), Word::Day(1)) => return Some((i + 2, When::Day(2))),
        // اليوم is today unless it belongs to a name (بغداد اليوم) or a date follows.
        Word::Unit(Unit::Day) if tokens[i].definite => {
            if let Word::Day(n) = word(tokens, i + 1) {
                return Some((i + 2, When::Day(n)));
            }
            if turn_after(tokens, i + 1).is_some() || ordinal_day(tokens, i + 1) {
                return None;
            }
            if let Some((end, _)) = weekday(tokens, i + 1) {
                return Some((end, When::Day(0)));
            }
            let this = before(tokens, i) == Word::Turn(Turn::This);
            let name =
                i > 0 && at(tokens, i - 1).is_some_and(|t| t.arabic && t.word == Word::Other && outlet(tokens, i - 1));
            return (!this && !name).then_some((i + 1, When::Day(0)));
        }
        // يوم أمس
        Word::Unit(Unit::Day) => {
            if let Word::Day(n) = word(tokens, i + 1) {
                return Some((i + 2, When::Day(n)));
            }
        }
        Word::Turn(Turn::This) if word(tokens, i + 1) == Word::Unit(Unit::Day) && tokens[i + 1].definite => {
            return Some((i + 2, When::Day(0)));
        }
        _ => {}
    }
    weekday_turned(tokens, i)
}

/// اليوم الأول is a first day, not today.
fn ordinal_day(tokens: &[Token], i: usize) -> bool {
    at(tokens, i).is_some_and(|t| matches!(t.word, Word::Ordinal(_) | Word::OtherOfTwo) && t.definite)
}

/// Whether the word before اليوم makes it the name of a newspaper: a proper name after قناة, or a noun without the article
/// that اليوم cannot qualify. Names of countries and cities carry no sign, so the word before them is asked.
fn outlet(tokens: &[Token], i: usize) -> bool {
    let before = |k: usize| i >= k && at(tokens, i - k).is_some_and(|t| t.arabic && t.word == Word::Other);
    !tokens[i].definite && before(1)
}

/// A weekday and which one: `السبت الماضي`, `يوم الجمعة المقبل`, `الثلاثاء`.
pub(super) fn weekday_turned(tokens: &[Token], i: usize) -> Parsed<When> {
    let (end, w) = weekday(tokens, i)?;
    if let Some((to, turn)) = turn_after(tokens, end) {
        return Some((to, When::Turned(turn, What::Weekday(w))));
    }
    // الأحد is also the One: it needs يوم or a preposition before it.
    if w == 7 && end == i + 1 && !time_preposition(tokens, i) && !matches!(before(tokens, i), Word::Part(_)) {
        return None;
    }
    Some((
        end,
        When::Written(Written {
            weekday: Some(w),
            ..Written::default()
        }),
    ))
}

/// The adjective that says which one: الماضي, المقبل, الجاري.
fn turn_after(tokens: &[Token], i: usize) -> Parsed<Turn> {
    match at(tokens, i)? {
        t if !t.arabic => None,
        t if t.definite || t.word == Word::Turn(Turn::Same) => match t.word {
            Word::Turn(turn) => Some((i + 1, turn)),
            // الحالي is a turn; حاليا is not. الثاني names a month.
            _ => None,
        },
        _ => None,
    }
}

/// `من العام الماضي`, `العام الجاري`.
fn year_turned(tokens: &[Token], i: usize) -> Parsed<Turn> {
    let k = if word(tokens, i) == Word::Of { i + 1 } else { i };
    let unit = at(tokens, k).filter(|t| t.arabic && t.word == Word::Unit(Unit::Year) && t.definite);
    unit.and_then(|_| turn_after(tokens, k + 1))
}

/// `الأسبوع الماضي`, `هذا العام`, `العام نفسه`, `الأشهر الماضية`.
fn unit_turned(tokens: &[Token], i: usize) -> Option<Found> {
    if let Word::Turn(turn @ (Turn::This | Turn::That | Turn::Same)) = word(tokens, i) {
        let unit = at(tokens, i + 1).filter(|t| t.arabic && (t.definite || turn == Turn::Same))?;
        let Word::Unit(unit) = unit.word else { return None };
        // ذلك الأسبوع المقبل: the adjective decides.
        if turn != Turn::Same && turn_after(tokens, i + 2).is_some() {
            return None;
        }
        if matches!(unit, Unit::Hour | Unit::Minute | Unit::Second) {
            return None;
        }
        return Some(Found::date(
            i,
            i + 2,
            When::Turned(turn, What::Unit(unit)),
            "relative:turned",
        ));
    }
    let token = at(tokens, i).filter(|t| t.definite)?;
    let (end, turn) = turn_after(tokens, i + 1)?;
    match token.word {
        Word::Unit(unit) if !matches!(unit, Unit::Hour | Unit::Minute | Unit::Second) => Some(Found::date(
            i,
            end,
            When::Turned(turn, What::Unit(unit)),
            "relative:turned",
        )),
        Word::Units(unit) => Some(Found::fixed(
            i,
            end,
            TimexType::Duration,
            &duration(Amount::Vague, unit),
            "duration:vague",
        )),
        Word::Dual(unit) => Some(Found::fixed(
            i,
            end,
            TimexType::Duration,
            &duration(Amount::Whole(2), unit),
            "duration:turned",
        )),
        _ => None,
    }
}

/// `صيف عام 2014`, `ربيع 2018`, `الصيف الماضي`.
fn season(tokens: &[Token], i: usize) -> Option<Found> {
    let token = at(tokens, i)?;
    let season = match token.word {
        Word::Season(s) => s,
        Word::TwinHijri(3) if month_name(tokens, i).is_none() => "SP",
        _ => return None,
    };
    let k = match at(tokens, i + 1) {
        Some(t) if t.word == Word::Unit(Unit::Year) => i + 2,
        Some(t) if t.word == Word::Of && word(tokens, i + 2) == Word::Unit(Unit::Year) => i + 3,
        _ => i + 1,
    };
    if let Some((end, y)) = year(tokens, k) {
        return Some(Found::date(
            i,
            end,
            When::Point(Point::Season(y, season)),
            "date:season",
        ));
    }
    if let Some((end, turn)) = turn_after(tokens, i + 1).filter(|_| token.definite) {
        return Some(Found::date(
            i,
            end,
            When::Turned(turn, What::Season(season)),
            "relative:turned",
        ));
    }
    if let Some((end, turn)) = year_turned(tokens, i + 1) {
        return Some(Found::date(
            i,
            end,
            When::Within(turn, What::Season(season)),
            "date:season",
        ));
    }
    None
}

/// `تسعينيات القرن الماضي`, `التسعينيات`, `القرن العشرين`, `القرن التاسع عشر`.
fn long_ago(tokens: &[Token], i: usize) -> Option<Found> {
    match word(tokens, i) {
        Word::Decade(d) => {
            let last = word(tokens, i + 1) == Word::Unit(Unit::Century) && turn_after(tokens, i + 2).is_some();
            if last {
                return Some(Found::date(
                    i,
                    i + 3,
                    When::Point(Point::Decade(190 + i64::from(d) / 10)),
                    "date:decade",
                ));
            }
            if word(tokens, i + 1) == Word::Unit(Unit::Century)
                && let Some((end, n)) = super::absolute::day(tokens, i + 2)
            {
                return Some(Found::date(
                    i,
                    end,
                    When::Point(Point::Decade((i64::from(n) - 1) * 10 + i64::from(d) / 10)),
                    "date:decade",
                ));
            }
            tokens[i]
                .definite
                .then(|| Found::date(i, i + 1, When::Decade(d), "date:decade"))
        }
        Word::Unit(Unit::Century) if tokens[i].definite => {
            let (end, n) = super::absolute::day(tokens, i + 1)?;
            (n > 0).then(|| Found::date(i, end, When::Point(Point::Century(i64::from(n) - 1)), "date:century"))
        }
        _ => None,
    }
}

/// `الآن`, `حاليا`, `مؤخرا`.
fn reference(tokens: &[Token], i: usize) -> Option<Found> {
    let value = match word(tokens, i) {
        Word::Now if tokens[i].definite => "PRESENT_REF",
        Word::Ref(Reference::Present) => "PRESENT_REF",
        Word::Ref(Reference::Past) => "PAST_REF",
        Word::Ref(Reference::Future) => "FUTURE_REF",
        _ => return None,
    };
    Some(Found::fixed(i, i + 1, TimexType::Date, value, "reference"))
}

/// `قبل عشرة أشهر`, `قبل عام`, `بعد يومين`.
fn shifted(tokens: &[Token], i: usize) -> Option<Found> {
    let back = match word(tokens, i) {
        Word::Before => true,
        Word::After => false,
        _ => return None,
    };
    let k = if word(tokens, i + 1) == Word::Approx {
        i + 2
    } else {
        i + 1
    };
    let (end, amount, unit) = counted(tokens, k, true)?;
    // `بعد يومين من الهجوم` counts from an event.
    let event = matches!(word(tokens, end), Word::Of);
    if event && !back {
        return None;
    }
    let from = if back { Base::Now } else { Base::Text };
    let found = Found::date(
        i,
        end,
        When::Shift {
            amount,
            unit,
            back,
            from,
        },
        if back { "relative:ago" } else { "relative:later" },
    );
    Some(found.modified((k > i + 1).then_some(Modifier::Approx)))
}

/// An amount and its unit: `عشرة أشهر`, `يومين`, `خمسة عشر يوما`, `15 عاما`, `عدة أشهر`; with `single`, also `عام`.
fn counted(tokens: &[Token], i: usize, single: bool) -> Option<(usize, Amount, Unit)> {
    match word(tokens, i) {
        Word::Dual(unit) => return Some((i + 1, Amount::Whole(2), unit)),
        Word::Unit(unit) if single && !tokens[i].definite && year(tokens, i + 1).is_none() => {
            let end = if word(tokens, i + 1) == Word::Cardinal(1) {
                i + 2
            } else {
                i + 1
            };
            return Some((end, Amount::Whole(1), unit));
        }
        Word::Vague => {
            return match word(tokens, i + 1) {
                Word::Units(unit) | Word::Unit(unit) => Some((i + 2, Amount::Vague, unit)),
                _ => None,
            };
        }
        _ => {}
    }
    let (end, n) = number(tokens, i)?;
    match at(tokens, end)? {
        t if !t.arabic || t.definite => None,
        t => match t.word {
            Word::Unit(unit) | Word::Units(unit) => Some((end + 1, Amount::Whole(n), unit)),
            _ => None,
        },
    }
}

/// A whole number: `عشر`, `خمسة عشر`, `خمس وعشرين`, `مئة`, `15`.
fn number(tokens: &[Token], i: usize) -> Parsed<u32> {
    match word(tokens, i) {
        Word::Number => super::amounts::number(tokens, i),
        Word::Cardinal(n) => match word(tokens, i + 1) {
            Word::Cardinal(10) if n < 10 => Some((i + 2, n + 10)),
            Word::Cardinal(tens) if n < 10 && tens >= 20 && tokens[i + 1].proclitic => Some((i + 2, n + tens)),
            Word::Scale(s) if n < 10 => Some((i + 2, n * s)),
            _ => Some((i + 1, n)),
        },
        Word::Scale(s) => Some((i + 1, s)),
        _ => None,
    }
}

/// `ثلاثة أيام`, `نحو عشر سنوات`, `أكثر من عامين`, `عدة أشهر`, `أشهر`.
fn length(tokens: &[Token], i: usize) -> Option<Found> {
    let (k, modifier) = match word(tokens, i) {
        Word::Approx => (i + 1, Some(Modifier::Approx)),
        Word::More if word(tokens, i + 1) == Word::Of => (i + 2, Some(Modifier::MoreThan)),
        Word::Less if word(tokens, i + 1) == Word::Of => (i + 2, Some(Modifier::LessThan)),
        _ => (i, None),
    };
    if let Some((end, amount, unit)) = counted(tokens, k, modifier.is_some()) {
        return Some(
            Found::fixed(i, end, TimexType::Duration, &duration(amount, unit), "duration:counted").modified(modifier),
        );
    }
    match at(tokens, i)? {
        t if t.definite || modifier.is_some() => None,
        t => match t.word {
            Word::Units(unit)
                if time_preposition(tokens, i)
                    || matches!(before(tokens, i), Word::Other)
                        && i > 0
                        && !matches!(word(tokens, i + 1), Word::Other) =>
            {
                Some(Found::fixed(
                    i,
                    i + 1,
                    TimexType::Duration,
                    &duration(Amount::Vague, unit),
                    "duration:bare",
                ))
            }
            _ => None,
        },
    }
}

/// `كل أسبوع`, `كل ثلاثة أيام`, `يوميا`.
fn set(tokens: &[Token], i: usize) -> Option<Found> {
    match word(tokens, i) {
        Word::Adverb(value) => Some(Found::fixed(i, i + 1, TimexType::Set, value, "set:adverb")),
        Word::Every => {
            if let Some((end, w)) = weekday(tokens, i + 1) {
                return Some(Found {
                    quant: Some(Quant::Every),
                    ..Found::fixed(i, end, TimexType::Set, &format!("XXXX-WXX-{w}"), "set")
                });
            }
            let (end, amount, unit) = counted(tokens, i + 1, true)?;
            Some(Found {
                quant: Some(Quant::Every),
                ..Found::fixed(i, end, TimexType::Set, &duration(amount, unit), "set")
            })
        }
        _ => None,
    }
}

/// `فجر الجمعة`, `مساء أمس`, `ليلة الثلاثاء`, `صباح اليوم`, `مساء 6 كانون الأول`.
fn part_of_day(tokens: &[Token], i: usize) -> Option<Found> {
    let clock = match word(tokens, i) {
        Word::Part("MI") => Clock::Part("MI"),
        Word::Part(part) if !tokens[i].definite => Clock::Part(part),
        _ => return None,
    };
    // ظهر is also `appeared`, عصر `age`: before a day they are times, but ظهر أمس is left to the verb at a sentence's start.
    if clock == Clock::Part("MI") && i == 0 {
        return None;
    }
    let (end, when) = day_named(tokens, i + 1)?;
    Some(Found::new(i, end, TimexType::Time, when, "time:part_of_day").at(clock))
}
