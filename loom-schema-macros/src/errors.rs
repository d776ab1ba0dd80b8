//! Collects every mistake of a struct, so that one build reports them all.

use proc_macro2::{Span, TokenStream};
use quote::ToTokens;

use crate::catalogue::Rule;

/// The mistakes found so far.
#[derive(Default)]
pub(crate) struct Errors {
    found: Vec<syn::Error>,
    told_elsewhere: bool,
}

impl Errors {
    /// A mistake in the attribute language itself: an unknown key, a value of the wrong kind.
    pub(crate) fn syntax(&mut self, span: Span, message: impl AsRef<str>, help: impl AsRef<str>) {
        self.found.push(syn::Error::new(span, worded(message.as_ref(), help.as_ref())));
    }

    /// A broken rule, at the token that breaks it.
    pub(crate) fn rule(&mut self, rule: Rule, span: Span, message: impl AsRef<str>, help: impl AsRef<str>) {
        let message = format!("{} ({})", message.as_ref(), rule.name());
        self.found.push(syn::Error::new(span, worded(&message, help.as_ref())));
    }

    /// A broken rule, at several tokens together.
    pub(crate) fn rule_at(
        &mut self,
        rule: Rule,
        at: &impl ToTokens,
        message: impl AsRef<str>,
        help: impl AsRef<str>,
    ) {
        let message = format!("{} ({})", message.as_ref(), rule.name());
        self.found.push(syn::Error::new_spanned(at, worded(&message, help.as_ref())));
    }

    pub(crate) fn len(&self) -> usize {
        self.found.len()
    }

    /// A mistake that the compiler reports itself, but that leaves nothing sound to generate.
    pub(crate) fn told_elsewhere(&mut self) {
        self.told_elsewhere = true;
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.found.is_empty() && !self.told_elsewhere
    }

    /// One `compile_error!` a mistake.
    pub(crate) fn into_tokens(self) -> TokenStream {
        self.found.iter().map(syn::Error::to_compile_error).collect()
    }
}

fn worded(message: &str, help: &str) -> String {
    format!("{message}\nhelp: {help}")
}
