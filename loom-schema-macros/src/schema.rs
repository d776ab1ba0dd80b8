//! `schema![World, Session, …]`: the list of tables, checked as a whole in const evaluation.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{Path, Token};

/// The library's path, as `$crate`, then the tables.
struct Input {
    library: Path,
    tables: Punctuated<Path, Token![,]>,
}

impl Parse for Input {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let library = input.call(Path::parse_mod_style)?;
        input.parse::<Token![;]>()?;
        Ok(Self { library, tables: Punctuated::parse_terminated(input)? })
    }
}

pub(crate) fn expand(input: TokenStream) -> TokenStream {
    let Input { library, tables } = match syn::parse2(input) {
        Ok(input) => input,
        Err(error) => {
            let message = format!(
                "`schema!` cannot be read from here on: {error}\nhelp: write `schema![World, Pattern]`"
            );
            return syn::Error::new(error.span(), message).to_compile_error();
        }
    };
    let entries =
        tables.iter().map(|table| quote_spanned!(table.span()=> <#table as _loom::LoomTable>::ENTRY));
    // A constant for each table, at its name, so that every mistake is shown, and where the table is listed.
    let checks = tables.iter().enumerate().map(|(position, table)| {
        quote_spanned! {table.span()=>
            const _: () = _loom::refuse(VERDICT[#position]);
        }
    });
    let count = tables.len();
    quote! {{
        use #library::__private as _loom;
        #[allow(unused_qualifications)]
        const TABLES: [_loom::Entry; #count] = [#(#entries),*];
        const VERDICT: _loom::Verdict<#count> =
            _loom::verify::<#count, { _loom::count_indexes(&TABLES) }>(&TABLES);
        #(#checks)*
        _loom::Schema::new(&TABLES)
    }}
}
