//! What forbids that two names mean one entity, however alike they are as a whole.

use super::{Name, dictionary};
use super::score::units_alike;
use super::units::Role;
use crate::types::{EntityType, MergeReason};

/// Given names less alike than this (in thousandths) are of different people: Qais and Laith, Sadiq and Muqtada.
const GIVEN: u16 = 620;

/// The rule that forbids to link two names of people, if one does.
pub(crate) fn cannot_link(a: &Name, b: &Name) -> Option<MergeReason> {
    if a.kind != EntityType::Person || b.kind != EntityType::Person {
        return None;
    }
    let (Some(first_a), Some(first_b)) = (first(a), first(b)) else { return None };
    if stranger(a, b) || stranger(b, a) {
        return Some(MergeReason::CannotLinkKunya);
    }
    let alike = units_alike(a, first_a, b, first_b);
    let known = |name: &Name, at: usize| name.units.list.get(at).map_or(0, |u| u.known);
    let two_names = dictionary::same(known(a, first_a), known(b, first_b)) == Some(false);
    if (alike >= GIVEN && !two_names) || initial(a, first_a) || initial(b, first_b) {
        return None;
    }
    if a.names() < 2 || b.names() < 2 || joined(a, first_a, b, first_b) || joined(b, first_b, a, first_a) {
        return None;
    }
    Some(MergeReason::CannotLinkGivenName)
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
    a.units.list.iter().enumerate().any(|(i, unit)| {
        let head = match unit.role {
            Role::Father | Role::Servant => 3,
            _ => return false,
        };
        let whose = a.symbols(unit).get(head.min(usize::from(unit.len) - 1)..).unwrap_or(&[]);
        let has_it = (0..b.units.list.len()).any(|j| units_alike(a, i, b, j) >= 720);
        !has_it
            && b.units.list.iter().any(|other| {
                let theirs = b.symbols(other);
                let theirs = match other.role {
                    Role::Father | Role::Servant if other.role != unit.role => theirs.get(3..).unwrap_or(&[]),
                    Role::Name => theirs,
                    _ => return false,
                };
                super::score::bare_words_alike(whose, theirs, unit.arabic != other.arabic) >= 720
            })
    })
}

/// Whether two units of `a` from `i` on are one unit of `b`.
fn joined(a: &Name, i: usize, b: &Name, j: usize) -> bool {
    super::score::joined_alike(a, i, b, j) >= 720
}
