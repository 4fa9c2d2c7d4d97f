//! A charge that is given up, with the process dying and each answer lost at every step.

use xaalis::sandbox::{Effect, Fault, Sandbox, When};
use xaalis::senfenico::NewCharge;
use xaalis::{Code, Doubt, Order, Outcome, Reply};
use xaalis_tests::world::{Crash, GIVES_UP, Merchant, World};

/// A payer who gives up at once, or after wrong codes.
fn world(wrong: usize) -> World {
    let mut world = World::new(Sandbox::new());
    world.codes = vec!["000000".to_owned(); wrong].into_iter().chain([GIVES_UP.to_owned()]).collect();
    world
}

fn run(world: &mut World) -> Option<Reply> {
    world.run(&Merchant::new(), Order::Collect { charge: NewCharge::new(1_000, "76000000") }, "op-1")
}

/// True when it was given up; else a code may be on its way, and it was handed over a day later.
fn is_given_up(world: &World, reply: Option<Reply>, what: &str) -> bool {
    let what = format!("{what}: {:#?}", world.log.iter().take(60).collect::<Vec<_>>());
    let wanted = world.stored.iter().position(|record| record.contains(r#"\"abandoned\":"#));
    let stores = |line: &String| line.starts_with("store");
    if let Some(wanted) = wanted {
        let places = world.log.iter().enumerate().filter(|(_, line)| stores(line));
        let at = places.map(|(at, _)| at).nth(wanted).expect("each store has its line");
        assert!(!world.log[at..].iter().any(|line| line.contains("submit")), "a code after it: {what}");
    }
    match reply.and_then(Reply::charge) {
        Some(Outcome::Rejected { refusal }) => assert_eq!(refusal.code, Code::Abandoned, "{what}"),
        Some(Outcome::Unknown { unknown }) => {
            // What never arrived is looked for in vain, whoever gives up.
            let made = world.sandbox.payments().count() > 0;
            assert!(!made || unknown.why == Doubt::StillOpen, "{what}");
            return !made;
        }
        None => assert!(world.sandbox.payments().all(|payment| payment.status == "send_otp"), "{what}"),
        other => panic!("{other:?}: {what}"),
    }
    true
}

#[test]
fn a_process_may_die_at_any_step() {
    for wrong in 0..2 {
        let mut calm = world(wrong);
        let reply = run(&mut calm);
        assert!(is_given_up(&calm, reply, "calm"));
        let mut handed_over = 0;
        for step in 1..=calm.steps {
            for after in [false, true] {
                let mut world = world(wrong);
                world.crash = Some(Crash { step, after });
                let reply = run(&mut world);
                handed_over += usize::from(!is_given_up(&world, reply, &format!("{step}, {after}")));
            }
        }
        // Only a code that was stored and never answered stands in the way.
        assert!(if wrong == 0 { handed_over == 0 } else { (wrong..=10 * wrong).contains(&handed_over) });
    }
}

#[test]
fn any_request_may_get_no_answer() {
    for wrong in 0..2 {
        let mut calm = world(wrong);
        run(&mut calm);
        for number in 1..=calm.sandbox.requests_seen() {
            for effect in
                [Effect::DropBefore, Effect::DropAfter, Effect::StatusAfter(503), Effect::CutBody(20)]
            {
                let mut world = world(wrong);
                world.sandbox.inject(Fault { effect, when: When::Nth(number) });
                let reply = run(&mut world);
                is_given_up(&world, reply, &format!("request {number}"));
            }
        }
    }
}
