//! Bugs planted on purpose, to test those who judge the library. They exist only under
//! `--cfg xaalis_planted_bugs`; without it `planted!` is the constant `false`.

/// Is the bug of this number switched on?
#[cfg(not(xaalis_planted_bugs))]
macro_rules! planted {
    ($number:literal) => {
        false
    };
}

/// Is the bug of this number switched on?
#[cfg(xaalis_planted_bugs)]
macro_rules! planted {
    ($number:literal) => {
        $crate::planted::is($number)
    };
}

#[cfg(xaalis_planted_bugs)]
mod switch {
    use std::sync::atomic::{AtomicU32, Ordering};

    static PLANTED: AtomicU32 = AtomicU32::new(0);

    /// Who has to notice a bug.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum Judge {
        /// The simulator: what is paid, and what is believed in the end.
        Simulator,
        /// The stories of `tests/vectors/flows*.json`: what is said.
        Stories,
    }
    use Judge::{Simulator, Stories};

    /// What each bug does and who has to notice it, from number 1.
    pub const BUGS: &[(Judge, &str)] = &[
        (Simulator, "a payment without a key is sent again after a timeout"),
        (Simulator, "a refusal after an uncertain attempt ends the payment"),
        (Simulator, "gave up after an uncertain attempt: said to be not sent"),
        (Simulator, "sent again at once, without the quiet time"),
        (Simulator, "sent before the record is durable"),
        (Simulator, "after a crash the armed attempt does not count as uncertain"),
        (Simulator, "the journal keeps the record of a slower process"),
        (Simulator, "the journal lets two operations hold one reference"),
        (Simulator, "a callback is believed whatever it says"),
        (Simulator, "each payout of a batch carries the first one's amount"),
        (Simulator, "a wrong webhook hash is accepted"),
        (Simulator, "a wrong callback token is accepted"),
        (Simulator, "the payer's number is kept in the record"),
        (Simulator, "never found in the list: said to be not sent"),
        (Simulator, "stopped while a request was under way: said to be not sent"),
        (Stories, "a refused payout is mapped to the wrong place"),
        (Simulator, "after a crash the batch under way counts as never sent"),
        (Simulator, "a refused cancellation says nothing was cancelled"),
        (Simulator, "the key is printed with a request"),
        (Simulator, "under way counts as paid"),
        (Simulator, "HTTP 500 counts as a refusal"),
        (Simulator, "the record forgets the attempts"),
        (Simulator, "a second attempt is made before its record is stored"),
        (Stories, "an answer of DEXCHANGE that names another's id is believed"),
        (Stories, "a bill's payment of another amount is believed"),
        (Stories, "the payment of another bill is believed"),
        (Stories, "the bills and top-ups of another customer are believed"),
        (Stories, "a failure beside a code that may stand for a payment made is believed"),
        (Stories, "DEXCHANGE: a status outweighs a code that may stand for a payment made"),
        (Stories, "Senfenico: a status outweighs a code that may stand for a payment made"),
        (Stories, "an id is salvaged though its closing quote was never seen"),
        (Stories, "any text in `errors` is proof that nothing moved"),
        (Stories, "a fee that is no whole number makes the answer unreadable"),
        (Stories, "bills that cannot be read are kept quiet"),
        (Stories, "items of a list that cannot be read are kept quiet"),
        (Stories, "one odd item hides the whole list"),
        (Stories, "an id that comes back in another case is another's"),
        (Stories, "a status is known in one spelling only"),
        (Stories, "the codes of one top-up run into one"),
        (Stories, "the code that a callback brought is lost"),
        (Stories, "a bill paid after it had failed raises no alarm"),
        (Stories, "a refund is promised though nothing was debited"),
        (Stories, "a refund that is due is not told"),
        (Stories, "the fee that only a callback told is lost"),
        (Stories, "a refund that nobody saw is called seen"),
        (Stories, "after a repeat what became of one attempt is told of both"),
        (Stories, "a no is believed although a callback says otherwise"),
        (Stories, "a bill that is still owed is called paid"),
        (Stories, "why the last look at a bill's payment was of no use is forgotten"),
        (Stories, "the limit that an answer passed is told wrong"),
        (Stories, "a page of HTML is called cut JSON"),
        (Stories, "an answer of the other mode is believed"),
        (Stories, "an answer that names another reference is believed"),
        (Stories, "a payment of another amount is believed"),
        (Stories, "a payout to another number is believed"),
        (Stories, "a refusal of somebody else's payout counts as the answer to a batch"),
        (Stories, "that an earlier attempt was accepted is not told"),
        (Stories, "a bill that is paid is said not to exist"),
        (Stories, "a callback that echoes another order's data is heard"),
        (Stories, "older news of a callback replace better ones"),
        (Stories, "a top-up paid for certain is unknown for want of its code"),
        (Stories, "what the vendor says of single fields is lost"),
        (Stories, "a code that is too old is called wrong"),
        (Stories, "why the vendor refused the payer's code is forgotten"),
        (Stories, "the payer is told to dial twice"),
        (Stories, "what a webhook tells during a look waits for the next one"),
        (Stories, "the difference of the clocks is not heeded"),
        (Stories, "stop is not heard while the payer is asked"),
        (Stories, "a cancellation is believed whatever it answers"),
        (Stories, "a settlement that vanished after a lost cancellation never was"),
        (Stories, "a page that says paid is believed before its charge"),
        (Stories, "a page's charge may be anybody's"),
        (Stories, "of two payouts under one id the first is told"),
        (Stories, "the code of a refused item of a batch is lost"),
        (Stories, "a refused item of another amount is taken for ours"),
        (Stories, "what hides an item of a batch in the list is not told"),
        (Stories, "what hides a payment in the list is not told"),
        (Stories, "of two payments that may be ours the first is told"),
        (Stories, "why the last look was of no use is forgotten"),
        (Stories, "a charge paid after it had failed raises no alarm"),
        (Stories, "a charge that was given up is called failed"),
        (Stories, "the instruction is kept in the record with the payer's number"),
        (Stories, "a code nobody knows is kept in the record with its number"),
        (Stories, "the vendor's words for an ending are lost"),
        (Stories, "a customer who was sent to the page is sent there again"),
        (Stories, "a code of no possible shape is called wrong"),
        (Stories, "how it had ended is forgotten when nothing new can be learned"),
        (Stories, "the words of an answer that has a `detail` only are lost"),
        (Stories, "a callback's amount in small letters is not read"),
        (Stories, "why a page's charge was given up is not told"),
        (Stories, "the code of a callback outweighs the lookup's"),
        (Stories, "after a crash a single call has forgotten what made it unknown"),
        (Stories, "a number that is hidden in part is another's"),
        (Stories, "of two ids in the wreck of an answer the first is taken"),
        (Stories, "an answer whose data is JSON in a text is not read"),
        (Stories, "a webhook while the payer is asked takes away what was wrong with the code"),
        (Stories, "after a crash it is forgotten why the vendor refused the code"),
        (Stories, "after a crash it is forgotten how the payment was lost"),
        (Stories, "a callback about another transaction is believed"),
        (Stories, "a callback about another meter is believed"),
        (Stories, "a refusal beside a payment that goes on is believed"),
        (Stories, "yes and no are known in one spelling only"),
        (Stories, "a record's seal is not looked at"),
        (Stories, "who comes late to its own record does not ask the journal again"),
        (Stories, "a request that may be under way elsewhere is taken for crashed"),
        (Stories, "who stops while another may be at it writes over its record"),
        (Simulator, "an id begins anew although an attempt may have arrived"),
        (Stories, "a bulk payout begins anew though some of it was sent"),
        (Stories, "an end is told, or a person asked, by who does not know what another process stored"),
        (Stories, "what another process may yet send is said to be not sent"),
        (Stories, "an attempt is counted before the key's call rate is asked"),
        (Stories, "what a webhook told of is said to be not sent"),
        (Stories, "of several payments that may be ours the one that a short list still shows is told"),
        (Simulator, "a code is asked for and sent for a charge that was given up"),
        (Simulator, "a charge is given up while a code for it is unanswered"),
        (Simulator, "what is paid for a charge that was given up raises no alarm"),
        (Stories, "that it is to be given up is not kept before the vendor is read"),
        (Simulator, "a code on its way is not in the record"),
        (Stories, "a person is waited for for ever"),
        (Stories, "another try begins beside one that may still be paid"),
        (Stories, "an order under the id of another one begins"),
        (Stories, "an order given again begins a second time"),
        (Stories, "a code that comes before it is asked for is lost"),
        (Stories, "an answer that was kept is dropped when its question comes"),
        (Stories, "the code that was just refused is sent again at once"),
        (Stories, "who insists on a code is never believed"),
        (Stories, "a limit is not heard"),
        (Stories, "a limit ends a wait that is over before it"),
        (Stories, "an order that begins anew forgets the tries before"),
        (Stories, "what a try before made is taken for this one's"),
        (Simulator, "who was outrun goes on"),
        (Stories, "a page that is loaded again has the vendor asked each time"),
        (Stories, "a look that a page waited for is not stored before it is taken"),
        (Stories, "what is on its way is still shown to be dialled"),
    ];

    /// The numbers of the bugs that this one has to notice, and what they do.
    pub fn bugs_for(judge: Judge) -> impl Iterator<Item = (u32, &'static str)> {
        (1..).zip(BUGS).filter(move |(_, (of, _))| *of == judge).map(|(number, (_, bug))| (number, *bug))
    }

    /// Switches one bug on and all others off; 0: none.
    pub fn plant(number: u32) {
        PLANTED.store(number, Ordering::Relaxed);
    }

    pub(crate) fn is(number: u32) -> bool {
        PLANTED.load(Ordering::Relaxed) == number
    }
}

#[cfg(xaalis_planted_bugs)]
pub(crate) use switch::is;
#[cfg(xaalis_planted_bugs)]
pub use switch::{BUGS, Judge, bugs_for, plant};
