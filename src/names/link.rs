//! What forbids that two names mean one entity, however alike they are as a whole.

use super::alphabet::Symbol;
use super::score::{JOINED, joined_alike};
use super::units::{Role, Unit};
use super::words::{APART, GLUED, bare_words_alike, units_alike};
use super::{Name, dictionary};
use crate::types::{EntityType, MergeReason, Script};

/// Given names less alike than this (in thousandths) are of different people: Qais and Laith, Sadiq and Muqtada.
const GIVEN: u16 = 620;
/// A given name of so few symbols is short.
const SHORT: u8 = 4;
/// Short given names in Latin letters must be so alike (in thousandths): Max and Mick are at 905.
const SHORT_ALIKE: u16 = 920;
/// Family names less alike than this (in thousandths) are of different people, when the names have as many words: Andrew
/// Fisher and Andrew Foster, Ali Hasan Hamidi and Ali Hasan Hilli. A name with more words may have its family name elsewhere.
const FAMILY: u16 = 800;
/// A family name of so few symbols is short: a longer one is seldom another family's with one letter changed.
const SHORT_FAMILY: u8 = 3;

/// The rule that forbids to link two names of people, if one does.
pub(crate) fn cannot_link(a: &Name, b: &Name) -> Option<MergeReason> {
    if a.kind != EntityType::Person || b.kind != EntityType::Person {
        return None;
    }
    let (Some(first_a), Some(first_b)) = (first(a), first(b)) else {
        return None;
    };
    if stranger(a, b) || stranger(b, a) {
        return Some(MergeReason::CannotLinkKunya);
    }
    if a.names() < 2 || b.names() < 2 || one_given_name(a, first_a, b, first_b) {
        return None;
    }
    // Muhammad before another given name is often left out: Muhammad Baqir al-Hakim, Baqir al-Hakim.
    let second = |name: &Name, first: usize| second(name, first).filter(|_| name.names() >= 3);
    let left_out = |x: &Name, x_first: usize, y: &Name, y_first: usize| {
        second(x, x_first).is_some_and(|x_second| one_given_name(x, x_second, y, y_first))
    };
    if left_out(a, first_a, b, first_b) || left_out(b, first_b, a, first_a) {
        return None;
    }
    Some(MergeReason::CannotLinkGivenName)
}

/// Whether two names in one script are not of one thing although they are alike: two people by family name; "the X" and
/// an X in Arabic; and two bodies for one subject (Ministry of Education, Committee of Education).
pub(crate) fn contradict(a: &Name, b: &Name) -> bool {
    if a.script() != b.script() {
        return false;
    }
    if a.kind == EntityType::Person || b.kind == EntityType::Person {
        return two_families(a, b);
    }
    one_is_definite(a, b) || two_bodies(a, b)
}

/// Whether one of two names is a single word, which may fit many: always for people; for bodies and places unless nothing is
/// left over on either side (Baghdad, Bagdad; Hizballah, حزب الله). A short Latin word has no room for a difference.
pub(crate) fn too_short(a: &Name, b: &Name) -> bool {
    if a.names() >= 2 && b.names() >= 2 {
        return false;
    }
    let short =
        |name: &Name| last(name).is_none_or(|at| name.units.list.get(at).is_none_or(|u| !u.arabic && u.len <= SHORT));
    let unlike = match (last(a), last(b)) {
        (Some(i), Some(j)) => units_alike(a, i, b, j) < SHORT_ALIKE,
        _ => true,
    };
    a.kind == EntityType::Person
        || b.kind == EntityType::Person
        || (short(a) || short(b)) && unlike
        || left_over(a, b).is_some()
        || left_over(b, a).is_some()
}

/// Whether two names of as many words have unlike family names.
fn two_families(a: &Name, b: &Name) -> bool {
    let family = |name: &Name| last(name).filter(|_| name.names() >= 2 && a.names() == b.names());
    let (Some(i), Some(j)) = (family(a), family(b)) else {
        return false;
    };
    let known = |name: &Name, at: usize| name.units.list.get(at).map_or(0, |u| u.known);
    // In another order the given name is last; of longer names each has the last word of the other somewhere.
    let within = |x: &Name, at: usize, y: &Name| (0..y.units.list.len()).any(|k| units_alike(x, at, y, k) >= FAMILY);
    let turned = match a.names() {
        2 => first(a).is_some_and(|first| units_alike(a, first, b, j) >= FAMILY),
        _ => within(a, i, b) && within(b, j, a),
    };
    if spelled_otherwise(a, i, b, j) {
        return !turned;
    }
    !turned
        && units_alike(a, i, b, j) < FAMILY
        && !initial(a, i)
        && !initial(b, j)
        && dictionary::same(known(a, i), known(b, j)) != Some(true)
}

/// Whether two short Latin family names sound alike and are not spelled alike, in names that nothing shows to be Arabic:
/// Lee and Li, Ross and Ros, Reid and Raid are families of their own, Zaid and Zayd one word that has no Latin spelling.
fn spelled_otherwise(a: &Name, i: usize, b: &Name, j: usize) -> bool {
    let (Some(x), Some(y)) = (a.units.list.get(i), b.units.list.get(j)) else {
        return false;
    };
    let short = |u: &Unit| u.role == Role::Name && !u.arabic && u.len <= SHORT_FAMILY;
    let native = |name: &Name| {
        name.units
            .list
            .iter()
            .any(|u| u.article || dictionary::is_native(u.known))
    };
    short(x) && short(y) && x.spelling != y.spelling && !native(a) && !native(b)
}

/// Whether the last word of one Arabic name has the article and that of the other has not: الحكومة اليمنية means one
/// government, حكومة يمينية any of the right.
fn one_is_definite(a: &Name, b: &Name) -> bool {
    let unit = |name: &Name| last(name).and_then(|at| name.units.list.get(at).copied());
    let (Some(x), Some(y)) = (unit(a), unit(b)) else {
        return false;
    };
    let word = |u: &Unit| u.arabic && matches!(u.role, Role::Name | Role::Number);
    word(&x) && word(&y) && x.definite != y.definite
}

/// Whether each name has a word that the other lacks, at least one of them a generic one.
fn two_bodies(a: &Name, b: &Name) -> bool {
    let (left_a, left_b) = (left_over(a, b), left_over(b, a));
    match (left_a, left_b) {
        (Some(a_generic), Some(b_generic)) => a_generic || b_generic,
        _ => false,
    }
}

/// Whether a name has a word of which the other has not the like; and then, whether one such word is generic.
fn left_over(a: &Name, b: &Name) -> Option<bool> {
    let units = a.units.list.iter().enumerate();
    let left = units.filter(|(i, u)| {
        let like = |j: usize| {
            units_alike(a, *i, b, j) >= JOINED
                || joined(a, *i, b, j)
                || i.checked_sub(1).is_some_and(|before| joined(a, before, b, j))
                || joined(b, j, a, *i)
        };
        u.is_name() && !(0..b.units.list.len()).any(like)
    });
    left.map(|(_, u)| u.generic).reduce(|x, y| x || y)
}

/// The last name of a name.
fn last(name: &Name) -> Option<usize> {
    name.units.list.iter().rposition(Unit::is_name)
}

/// Whether the given names of two people, at `i` and `j`, may be one.
fn one_given_name(a: &Name, i: usize, b: &Name, j: usize) -> bool {
    let alike = units_alike(a, i, b, j);
    let known = |name: &Name, at: usize| name.units.list.get(at).map_or(0, |u| u.known);
    let two_names = alike <= APART && dictionary::same(known(a, i), known(b, j)) == Some(false);
    // A short name in Latin letters has no room for a difference, unless it is known as another spelling.
    let short = |name: &Name, at: usize| name.units.list.get(at).is_some_and(|u| !u.arabic && u.len <= SHORT);
    let latin = a.script() == Script::Latn && b.script() == Script::Latn;
    let unlike = latin
        && (short(a, i) || short(b, j))
        && alike < SHORT_ALIKE
        && dictionary::same(known(a, i), known(b, j)) != Some(true);
    (alike >= GIVEN && !two_names && !unlike)
        || initial(a, i)
        || initial(b, j)
        || joined(a, i, b, j)
        || joined(b, j, a, i)
}

/// The name after a leading Muhammad. Not that of his father: Muhammad bin Salman is not Salman.
fn second(name: &Name, first: usize) -> Option<usize> {
    let unit = name.units.list.get(first)?;
    if !dictionary::is_muhammad(unit.known) {
        return None;
    }
    let mut after = name.units.list.iter().enumerate().skip(first + 1);
    after
        .find(|(_, u)| u.is_name() || u.role == Role::Linker)
        .filter(|(_, u)| u.is_name())
        .map(|(at, _)| at)
}

/// The first name of a person that is not a kunya ("Abu Ali Hasan" is Hasan), unless there is none.
pub(crate) fn first(name: &Name) -> Option<usize> {
    let named = |wanted: &dyn Fn(Role) -> bool| name.units.list.iter().position(|u| u.is_name() && wanted(u.role));
    named(&|role| role != Role::Father).or_else(|| named(&|_| true))
}

fn initial(name: &Name, at: usize) -> bool {
    name.units.list.get(at).is_some_and(|u| u.role == Role::Initial)
}

/// Whether `a` has a kunya, or a servant's name, whose bearer `b` does not have, while `b` has the bare name in it:
/// Abu Mahdi is not Mahdi, and Abdul Mahdi is neither.
fn stranger(a: &Name, b: &Name) -> bool {
    a.units
        .list
        .iter()
        .enumerate()
        .filter(|(_, unit)| is_compound(unit))
        .any(|(i, unit)| {
            let has_it = b.units.list.iter().enumerate().any(|(j, other)| {
                let least = if other.role == unit.role { JOINED } else { GLUED };
                units_alike(a, i, b, j) >= least
            });
            let has_bare = |other: &Unit| {
                let bare = other.role == Role::Name || (is_compound(other) && other.role != unit.role);
                bare && bare_words_alike(whose(a, unit), whose(b, other), unit.arabic != other.arabic) >= JOINED
            };
            !has_it && b.units.list.iter().any(has_bare)
        })
}

fn is_compound(unit: &Unit) -> bool {
    matches!(unit.role, Role::Father | Role::Servant)
}

/// The symbols of the name in "Abu X" and "Abd al-X"; of another unit all of them.
fn whose<'a>(name: &'a Name, unit: &Unit) -> &'a [Symbol] {
    let head = match unit.role {
        // The ayn of عبد leaves no symbol.
        Role::Servant if unit.arabic => 2,
        Role::Servant | Role::Father => 3,
        _ => 0,
    };
    name.symbols(unit).get(head..).unwrap_or(&[])
}

/// Whether two units of `a` from `i` on are one unit of `b`.
fn joined(a: &Name, i: usize, b: &Name, j: usize) -> bool {
    joined_alike(a, i, b, j) >= JOINED
}
