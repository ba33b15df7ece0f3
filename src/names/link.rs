//! What forbids that two names mean one entity, however alike they are as a whole.

use super::alphabet::Symbol;
use super::score::{APART, GLUED, JOINED, bare_words_alike, joined_alike, units_alike};
use super::units::{Role, Unit};
use super::{Name, dictionary};
use crate::types::{EntityType, MergeReason};

/// Given names less alike than this (in thousandths) are of different people: Qais and Laith, Sadiq and Muqtada.
const GIVEN: u16 = 620;

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

/// Whether the given names of two people, at `i` and `j`, may be one.
fn one_given_name(a: &Name, i: usize, b: &Name, j: usize) -> bool {
    let alike = units_alike(a, i, b, j);
    let known = |name: &Name, at: usize| name.units.list.get(at).map_or(0, |u| u.known);
    let two_names = alike <= APART && dictionary::same(known(a, i), known(b, j)) == Some(false);
    (alike >= GIVEN && !two_names) || initial(a, i) || initial(b, j) || joined(a, i, b, j) || joined(b, j, a, i)
}

/// The name after a leading Muhammad.
fn second(name: &Name, first: usize) -> Option<usize> {
    let unit = name.units.list.get(first)?;
    if !dictionary::is_muhammad(unit.known) {
        return None;
    }
    name.units
        .list
        .iter()
        .enumerate()
        .skip(first + 1)
        .find(|(_, u)| u.is_name())
        .map(|(at, _)| at)
}

/// The first name of a person that is not a kunya ("Abu Ali Hasan" is Hasan), unless there is none.
fn first(name: &Name) -> Option<usize> {
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
