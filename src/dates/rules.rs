//! The rules that find time expressions, by the names that stand in `rule_id`; docs/dates.md has an example of each.

/// Declares the rules and the list of their names in one place.
macro_rules! rules {
    ($($(#[$doc:meta])* $variant:ident = $label:literal),+ $(,)?) => {
        /// A rule that finds time expressions: one form in which they are written.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) enum Rule { $($(#[$doc])* $variant),+ }

        impl Rule {
            /// The name in the tables.
            pub fn label(self) -> &'static str {
                match self { $(Rule::$variant => $label),+ }
            }
        }

        /// The names of all rules: every `rule_id` that a time expression can have.
        pub const RULES: &[&str] = &[$($label),+];
    };
}

rules! {
    /// A date with a month in words, and more: 6 December 2019.
    Calendar = "date:calendar",
    /// A date in digits.
    Numeric = "date:numeric",
    /// A date that the calendar does not have.
    Impossible = "date:impossible",
    Month = "date:month",
    Year = "date:year",
    /// A year in words.
    SpeltYear = "date:spelt_year",
    /// A year with AD.
    Ad = "date:ad",
    /// A year with BC.
    Bc = "date:bc",
    Decade = "date:decade",
    Century = "date:century",
    Season = "date:season",
    Quarter = "date:quarter",
    Half = "date:half",
    Fiscal = "date:fiscal",
    /// The 1988 period.
    Period = "date:period",
    Weekday = "date:weekday",
    /// The 20th.
    DayOfMonth = "date:day_of_month",
    Holiday = "date:holiday",
    Hijri = "date:hijri",
    /// Members of a list of days.
    Days = "range:days",
    /// Members of a range of years.
    Years = "range:years",
    /// Today, yesterday.
    Day = "relative:day",
    /// Last week, next May.
    Turned = "relative:turned",
    /// The quarter, the end of the month.
    TheUnit = "relative:the_unit",
    WeekOf = "relative:week_of",
    Ago = "relative:ago",
    Earlier = "relative:earlier",
    Later = "relative:later",
    FromNow = "relative:from_now",
    YearEarlier = "relative:year_earlier",
    /// Now, the past.
    Reference = "reference",
    /// Former, current.
    Adjective = "reference:adjective",
    /// These days.
    TheseDays = "reference:adverb",
    /// Three years.
    Counted = "duration:counted",
    /// The past three months.
    Amount = "duration:turned",
    /// Five-year.
    Hyphenated = "duration:adjective",
    /// Recent weeks.
    Vague = "duration:vague",
    /// For years.
    Bare = "duration:bare",
    Age = "duration:age",
    Every = "set",
    /// Daily.
    Adverb = "set:adverb",
    /// Twice a week.
    Frequency = "set:frequency",
    /// Five dollars a day.
    Rate = "set:rate",
    Clock = "time:clock",
    PartOfDay = "time:part_of_day",
}
