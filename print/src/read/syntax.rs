//! What the reader needs of `syn`: documentation, serde's attributes, and the two macros of core that
//! declare data (`status_words!`, `replies!`).

use crate::model::Word;
use syn::parse::{Parse, ParseStream};
use syn::{Attribute, Expr, Ident, Lit, LitBool, LitStr, Meta, Token, Type};

/// The lines of a doc comment.
pub(super) fn doc(attrs: &[Attribute]) -> Vec<String> {
    attrs
        .iter()
        .filter_map(|attr| match &attr.meta {
            Meta::NameValue(pair) if pair.path.is_ident("doc") => match &pair.value {
                Expr::Lit(lit) => match &lit.lit {
                    Lit::Str(text) => Some(text.value().trim().to_owned()),
                    _ => None,
                },
                _ => None,
            },
            _ => None,
        })
        .collect()
}

/// True when `#[derive(…)]` names the trait.
pub(super) fn derives(attrs: &[Attribute], name: &str) -> bool {
    let mut found = false;
    for attr in attrs.iter().filter(|attr| attr.path().is_ident("derive")) {
        let _ = attr.parse_nested_meta(|meta| {
            found |= meta.path.segments.last().is_some_and(|segment| segment.ident == name);
            Ok(())
        });
    }
    found
}

/// Serde's attributes, as far as the dialect knows them.
#[derive(Default)]
#[allow(clippy::struct_excessive_bools, reason = "each attribute is there or not")]
pub(super) struct Serde {
    pub(super) rename: Option<String>,
    pub(super) rename_all: Option<String>,
    pub(super) tag: Option<String>,
    pub(super) default: bool,
    pub(super) untagged: bool,
    pub(super) transparent: bool,
    /// Of a variant: it never crosses.
    pub(super) skip: bool,
}

impl Serde {
    /// Reads them; an attribute that could change what is written, and is not known here, is refused.
    pub(super) fn of(attrs: &[Attribute]) -> Result<Self, String> {
        let mut serde = Self::default();
        for attr in attrs {
            if attr.path().is_ident("cfg") || attr.path().is_ident("cfg_attr") {
                return Err("an attribute under cfg".to_owned());
            }
            if !attr.path().is_ident("serde") {
                continue;
            }
            attr.parse_nested_meta(|meta| {
                let name = meta.path.get_ident().map(ToString::to_string).unwrap_or_default();
                let text = || meta.value().and_then(Parse::parse).map(|text: LitStr| text.value());
                match name.as_str() {
                    // `rename(deserialize = "…")` names what is read, not what is written.
                    "rename" if meta.input.peek(syn::token::Paren) => {
                        meta.parse_nested_meta(|side| {
                            if !side.path.is_ident("deserialize") {
                                return Err(side.error("rename of what is written"));
                            }
                            side.value()?.parse::<LitStr>().map(drop)
                        })?;
                    }
                    "rename" => serde.rename = Some(text()?),
                    "rename_all" => serde.rename_all = Some(text()?),
                    "tag" => serde.tag = Some(text()?),
                    // What is refused is not written.
                    "deny_unknown_fields" => {}
                    "deserialize_with" => drop(text()?),
                    "default" if meta.input.peek(Token![=]) => drop(text()?),
                    "default" => serde.default = true,
                    "untagged" => serde.untagged = true,
                    "transparent" => serde.transparent = true,
                    "skip" => serde.skip = true,
                    other => return Err(meta.error(format!("unknown serde attribute `{other}`"))),
                }
                Ok(())
            })
            .map_err(|error| error.to_string())?;
        }
        Ok(serde)
    }
}

/// How `rename_all` writes the name of a variant.
pub(super) fn renamed(name: &str, rule: Option<&str>) -> Result<String, String> {
    let snake = name.char_indices().fold(String::new(), |mut text, (at, c)| {
        if at > 0 && c.is_uppercase() {
            text.push('_');
        }
        text.extend(c.to_lowercase());
        text
    });
    match rule {
        None => Ok(name.to_owned()),
        Some("snake_case") => Ok(snake),
        Some("SCREAMING_SNAKE_CASE") => Ok(snake.to_uppercase()),
        Some("UPPERCASE") => Ok(name.to_uppercase()),
        Some(other) => Err(format!("unknown rename_all `{other}`")),
    }
}

/// `status_words! { Name: true { Variant = "word" | "alias": Level, … } }`
pub(super) struct StatusWords {
    pub(super) doc: Vec<String>,
    pub(super) name: String,
    pub(super) words: Vec<Word>,
}

impl Parse for StatusWords {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let doc = doc(&input.call(Attribute::parse_outer)?);
        let name = input.parse::<Ident>()?.to_string();
        if input.parse::<Option<Token![:]>>()?.is_some() {
            input.parse::<LitBool>()?;
        }
        let body;
        syn::braced!(body in input);
        let mut words = Vec::new();
        while !body.is_empty() {
            let doc = self::doc(&body.call(Attribute::parse_outer)?);
            let name = body.parse::<Ident>()?.to_string();
            body.parse::<Token![=]>()?;
            let word = body.parse::<LitStr>()?.value();
            while body.parse::<Option<Token![|]>>()?.is_some() {
                body.parse::<LitStr>()?;
            }
            body.parse::<Token![:]>()?;
            let level = Some(body.parse::<Ident>()?.to_string());
            body.parse::<Token![,]>()?;
            words.push(Word { name, word, doc, level });
        }
        Ok(Self { doc, name, words })
    }
}

/// `replies! { Variant / taker: Type, … }`
pub(super) struct Replies(pub(super) Vec<(String, Type, Vec<String>)>);

impl Parse for Replies {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut replies = Vec::new();
        while !input.is_empty() {
            let doc = doc(&input.call(Attribute::parse_outer)?);
            let variant = input.parse::<Ident>()?.to_string();
            input.parse::<Token![/]>()?;
            input.parse::<Ident>()?;
            input.parse::<Token![:]>()?;
            replies.push((variant, input.parse()?, doc));
            input.parse::<Token![,]>()?;
        }
        Ok(Self(replies))
    }
}
