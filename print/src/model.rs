//! What is printed: core's types as every language has them.

/// Where reading begins; everything these mention is read too.
pub const ROOTS: [&str; 13] = [
    "Reply",
    "Order",
    "Prompt",
    "Record",
    "EarlierTry",
    "Words",
    "Progress",
    "Alarm",
    "Recipient",
    "Why",
    "Notice",
    "Request",
    "Response",
];

/// What is only taken in.
pub const TAKEN: &str = "Event";

/// Checked values that cross as one plain value: name, what they wrap, what they are elsewhere.
pub const SCALARS: [(&str, &str, Ty); 6] = [
    ("Amount", "i64", Ty::Francs),
    ("Time", "i64", Ty::Millis),
    ("Percent", "String", Ty::Percent),
    ("Reference", "String", Ty::Text),
    ("OpId", "String", Ty::Text),
    ("Personal", "String", Ty::Personal),
];

/// Types whose `Debug` is written by hand in core, and the fields it does not show.
///
/// A hand-written `Debug` that is not listed here is refused, so that no secret is shown by oversight.
pub const HIDDEN: [(&str, &[&str]); 13] = [
    ("BillPayment", &["message"]),
    ("BulkQueued", &["message"]),
    ("Charge", &["cancellation_reason"]),
    ("ChargeCreated", &["display_text"]),
    ("FieldError", &["message"]),
    ("Header", &["value"]),
    // The codes; phone numbers hide themselves.
    ("Order", &["otp"]),
    // The vendor's instruction, which may name the payer.
    ("Prompt", &["text"]),
    ("Record", &["state"]),
    ("Refusal", &["message"]),
    ("Request", &["headers", "body"]),
    ("Response", &["headers", "body"]),
    ("Unknown", &[]),
];

/// All types that cross, each after what it mentions, and what can be done.
#[derive(Debug, Default, PartialEq)]
pub struct Model {
    /// The types.
    pub items: Vec<Item>,
    /// Those that are only taken in: events, and what else they mention.
    pub taken: Vec<Item>,
    /// The options of the sandbox, which has names of its own.
    pub sandbox: Vec<Item>,
    /// The vendors' clients.
    pub clients: Vec<Client>,
    /// What can go wrong.
    pub errors: Errors,
}

/// What can go wrong, and what is said of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Errors {
    /// The classes, each after the wider one.
    pub classes: Vec<Class>,
    /// Every code that is known.
    pub codes: Vec<CodeOf>,
    /// Each reason why nothing happened, and the name of its class.
    pub unsent: Vec<(String, String)>,
    /// Doubts that are said in words in a message.
    pub strange: Vec<String>,
    /// The texts in English and French.
    pub said: Vec<Said>,
}

impl Errors {
    /// One text of a block.
    pub fn said(&self, block: &str, name: &str) -> Option<&str> {
        let block = self.said.iter().find(|said| said.block == block)?;
        block.texts.iter().find(|(known, _)| known == name).map(|(_, text)| text.as_str())
    }
}

/// A class of error, of which each language makes one: core's `class::Entry`, with what a narrow class has of
/// the wider one.
#[derive(Clone, Debug, PartialEq)]
pub struct Class {
    /// Its name.
    pub name: String,
    /// Its word.
    pub word: String,
    /// Its documentation.
    pub doc: Vec<String>,
    /// Whether it is a failure.
    pub nature: Nature,
    /// What it means, in a few words.
    pub brief: String,
    /// The name of the wider class.
    pub parent: Option<String>,
    /// True when the very same call may be made again without harm.
    pub retryable: bool,
    /// What it is made of, in order.
    pub parts: Vec<Part>,
    /// True when the wider class is made of the same.
    pub is_made_as_wide: bool,
    /// What else it shows: a name, and the path to it.
    pub shows: Vec<(String, String)>,
    /// Templates of the message, the first that fits; paths stand between braces.
    pub message: Vec<String>,
    /// The same in French; else the merchant's text.
    pub message_fr: Vec<String>,
    /// The block of texts it tells.
    pub block: String,
    /// From which facts.
    pub facts: Vec<String>,
    /// What of it may stand in JSON.
    pub kept: Vec<String>,
}

/// Whether an error is a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nature {
    /// It is.
    Failure,
    /// No end yet.
    Unended,
    /// What a transport says.
    Transport,
}

/// A part that an error is made of.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// Its name.
    pub name: String,
    /// Text, text that may be left out, or a type of the model.
    pub ty: Ty,
    /// What it means.
    pub doc: String,
}

/// What is decided by one code.
#[derive(Clone, Debug, PartialEq)]
pub struct CodeOf {
    /// The code.
    pub word: String,
    /// Whether money may have moved all the same.
    pub may_have_moved: bool,
    /// The name of its class.
    pub class: String,
}

/// A block of texts.
#[derive(Clone, Debug, PartialEq)]
pub struct Said {
    /// What they are about: `code OTP_INVALID`, `unsent busy`.
    pub block: String,
    /// Each with its name: `buyer`, `buyer_fr`; `{}` stands for a value.
    pub texts: Vec<(String, String)>,
}

/// The client of one vendor.
#[derive(Clone, Debug, PartialEq)]
pub struct Client {
    /// Its name.
    pub name: String,
    /// Its documentation.
    pub doc: Vec<String>,
    /// What it can be asked for.
    pub operations: Vec<Operation>,
}

/// What a client can be asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct Operation {
    /// The `kind` of its order, and the name of its door.
    pub kind: String,
    /// Its documentation.
    pub doc: Vec<String>,
    /// The order's fields.
    pub fields: Vec<Field>,
    /// How much it weighs.
    pub weight: Weight,
    /// What the vendor says yes with.
    pub answer: Ty,
}

/// How much an operation weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// Leaves no record.
    Read,
    /// May move money, once.
    Call,
    /// Is followed to its end.
    Flow,
}

impl Model {
    /// A type by its name.
    pub fn item(&self, name: &str) -> Option<&Item> {
        self.items.iter().find(|item| item.name == name)
    }

    /// The fields of the one thing that an order holds, if the order's field is such a thing.
    pub fn inner(&self, field: &Field) -> Option<&[Field]> {
        let Ty::Item(name) = &field.ty else { return None };
        match &self.item(name)?.shape {
            Shape::Struct(fields) => Some(fields),
            _ => None,
        }
    }
}

/// One type.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// Its name in Rust, which serde gives to serializers as well.
    pub name: String,
    /// Its documentation, line by line.
    pub doc: Vec<String>,
    /// What it is.
    pub shape: Shape,
}

/// What a type is.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// A struct of named fields.
    Struct(Vec<Field>),
    /// Words of the wire.
    Words {
        /// The known ones.
        words: Vec<Word>,
        /// True when others are kept as they come.
        open: bool,
    },
    /// One of several, told apart by `kind`.
    Tagged {
        /// The name of its type parameter, if it has one.
        param: Option<String>,
        /// The alternatives.
        variants: Vec<Variant>,
    },
}

/// One known word.
#[derive(Clone, Debug, PartialEq)]
pub struct Word {
    /// The variant's name in Rust.
    pub name: String,
    /// The word as serde writes it.
    pub word: String,
    /// Its documentation.
    pub doc: Vec<String>,
    /// Of a status: where it stands, as core's `Level` is named.
    pub level: Option<String>,
}

/// One alternative of a tagged enum.
#[derive(Clone, Debug, PartialEq)]
pub struct Variant {
    /// Its name in Rust.
    pub name: String,
    /// The value of `kind`.
    pub kind: String,
    /// Its documentation.
    pub doc: Vec<String>,
    /// Its fields.
    pub fields: Vec<Field>,
}

/// One field, in the order serde writes it.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// Its documentation.
    pub doc: Vec<String>,
    /// Its type.
    pub ty: Ty,
    /// True when it may be left out.
    pub default: bool,
    /// True when no log may show it.
    pub hidden: bool,
}

/// The type of a field.
#[derive(Clone, Debug, PartialEq)]
pub enum Ty {
    /// Text.
    Text,
    /// Text about a person.
    Personal,
    /// True or false.
    Flag,
    /// A whole number.
    Int,
    /// Whole XOF francs.
    Francs,
    /// Milliseconds since 1970.
    Millis,
    /// A decimal percentage, written as text.
    Percent,
    /// Perhaps.
    Option(Box<Ty>),
    /// Any number of.
    List(Box<Ty>),
    /// Another type of the model.
    Item(String),
    /// A generic type of the model, and its argument.
    Generic(String, Box<Ty>),
    /// The type parameter itself.
    Param,
}

impl Ty {
    /// The types of the model it mentions.
    pub fn mentions(&self) -> Vec<&str> {
        match self {
            Self::Option(inner) | Self::List(inner) => inner.mentions(),
            Self::Item(name) => vec![name],
            Self::Generic(name, inner) => [vec![name.as_str()], inner.mentions()].concat(),
            _ => Vec::new(),
        }
    }

    /// True for text about a person, alone or in a list.
    pub fn is_personal(&self) -> bool {
        match self {
            Self::Personal => true,
            Self::Option(inner) | Self::List(inner) => inner.is_personal(),
            _ => false,
        }
    }
}
