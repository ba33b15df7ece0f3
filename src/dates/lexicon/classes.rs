//! The classes and values of the word lists, and what each stands for: the first two columns of `lexicon_CODE.tsv`.

use super::{Follower, Reference, Turn, Unit, Word};
use crate::dates::holidays::Holiday;
use crate::types::Modifier;

/// The meaning that a class and a value of a word list stand for.
pub(super) fn word(class: &str, value: &'static str) -> Option<Word> {
    let number = value.parse::<i32>().unwrap_or(0);
    let small = number as u8;
    Some(match class {
        "month" => Word::Month(small),
        "twin_month" => Word::TwinMonth(small),
        "hijri" => Word::Hijri(small),
        "twin_hijri" => Word::TwinHijri(small),
        "dhu" => Word::Dhu,
        "dhu_month" => Word::DhuMonth(small),
        "weekday" => Word::Weekday(small),
        "season" => Word::Season(value),
        "unit" => Word::Unit(unit(value)?),
        "units" => Word::Units(unit(value)?),
        "dual" => Word::Dual(unit(value)?),
        "period" => Word::Period,
        "night" => Word::Night,
        "nights" => Word::Nights,
        "part" => Word::Part(value),
        "clock" => Word::Midnight,
        "meridiem" if value == "am" => Word::Am,
        "meridiem" => Word::Pm,
        "zone" => Word::Zone,
        "day" => Word::Day(number as i8),
        "tonight" => Word::Tonight,
        "ref" => Word::Ref(reference(value)?),
        "adjective" => Word::Adjective(reference(value)?),
        "present" => Word::Present,
        "now" => Word::Now,
        "already" => Word::Already,
        "then" => Word::Then,
        "turn" => Word::Turn(turn(value)?),
        "article" if value == "the" => Word::The,
        "article" => Word::A,
        "edge" => Word::Edge(Modifier::from_label(value)?),
        "close" => Word::Close(Modifier::from_label(value)?),
        "named_day" => Word::NamedDay,
        "affairs" => Word::Affairs,
        "rest" => Word::Rest,
        "approx" => Word::Approx,
        "some" => Word::Some,
        "more" => Word::More,
        "less" => Word::Less,
        "than" => Word::Than,
        "quantifier" => Word::Quantifier(Modifier::from_label(value)?),
        "least" => Word::Least,
        "up" => Word::Up,
        "only" => Word::Only,
        "within" => Word::Within,
        "every" if value == "EACH" => Word::Each,
        "every" => Word::Every,
        "per" => Word::Per,
        "adverb" => Word::Adverb(value),
        "times" => Word::Times(small),
        "cardinal" => Word::Cardinal(number as u32),
        "scale" => Word::Scale(number as u32),
        "scales" => Word::Scales,
        "half" => Word::Half,
        "couple" => Word::Couple,
        "ordinal" => Word::Ordinal(small),
        "other" => Word::OtherOfTwo,
        "decade" => Word::Decade(small),
        "vague" => Word::Vague,
        "another" => Word::Another,
        "suffix" => Word::Suffix,
        "plural" => Word::PluralS,
        "ago" => Word::Ago,
        "later" => Word::Later,
        "earlier" => Word::Earlier,
        "before" => Word::Before,
        "after" => Word::After,
        "old" => Word::Old,
        "long" => Word::Long,
        "of" => Word::Of,
        "in" => Word::In,
        "at" => Word::At,
        "on" => Word::On,
        "of_from" => Word::From,
        "from" => Word::Since,
        "until" => Word::Until,
        "for" => Word::For,
        "between" => Word::Between,
        "to" => Word::To,
        "and" => Word::And,
        "fiscal" => Word::Fiscal,
        "year_end" => Word::YearEnd,
        "era" => match value {
            "AD" => Word::EraAd,
            "BC" => Word::EraBc,
            _ => Word::EraHijri,
        },
        "corresponding" => Word::Corresponding,
        "birth" => Word::Birth,
        "all_through" => Word::AllThrough,
        "media" => Word::Media,
        "exact" => Word::Exact,
        "final" => Word::Final,
        "paper" => Word::Paper(value == "place"),
        "saying" => Word::Saying,
        "time" => Word::Time,
        "occasions" => Word::Occasions,
        "o" => Word::O,
        "holiday" => Word::Holiday(Holiday::parse(value)?),
        "feast" => {
            let (rule, follower) = value.split_once('/')?;
            Word::Feast(Holiday::parse(rule)?, follower_of(follower)?)
        }
        "eve" => Word::Eve,
        "past_verb" => Word::PastVerb,
        "set_verb" => Word::SetVerb,
        "not" => Word::Not,
        "be" => Word::Be,
        "soon" => Word::Soon,
        "as" => Word::As,
        "present_verb" => Word::PresentVerb,
        "future_verb" => Word::FutureVerb,
        "count" => Word::Count,
        "money" => Word::Money,
        "measured" => Word::Measured,
        "pronoun" => Word::Pronoun,
        "so" => Word::So,
        "outlet" => Word::Outlet,
        "code" => Word::Code,
        // A word that only looks like one of the list: باب is no ب and آب.
        "plain" => Word::Other,
        _ => return None,
    })
}

fn follower_of(value: &str) -> Option<Follower> {
    Some(match value {
        "day" => Follower::Day,
        "year" => Follower::Year,
        weekday => Follower::Weekday(weekday.parse().ok()?),
    })
}

fn unit(value: &str) -> Option<Unit> {
    Some(match value {
        "Y" => Unit::Year,
        "M" => Unit::Month,
        "W" => Unit::Week,
        "WE" => Unit::Weekend,
        "D" => Unit::Day,
        "DE" => Unit::Decade,
        "CE" => Unit::Century,
        "ML" => Unit::Millennium,
        "Q" => Unit::Quarter,
        "F" => Unit::Fortnight,
        "TH" => Unit::Hour,
        "TM" => Unit::Minute,
        "TS" => Unit::Second,
        _ => return None,
    })
}

fn turn(value: &str) -> Option<Turn> {
    Some(match value {
        "last" => Turn::Last,
        "past" => Turn::Past,
        "next" => Turn::Next,
        "coming" => Turn::Coming,
        "this" => Turn::This,
        "that" => Turn::That,
        "previous" => Turn::Previous,
        "following" => Turn::Following,
        "same" => Turn::Same,
        "latest" => Turn::Latest,
        _ => return None,
    })
}

fn reference(value: &str) -> Option<Reference> {
    Some(match value {
        "PAST" => Reference::Past,
        "PRESENT" => Reference::Present,
        "FUTURE" => Reference::Future,
        _ => return None,
    })
}
