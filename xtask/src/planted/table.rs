//! The table of the bugs: `13 simulator the payer's number is kept in the record`.

use std::collections::BTreeSet;

/// What is wrong with the table, and with these files of core that are said to have its bugs.
pub(super) fn problems<'a>(table: &str, files: impl Iterator<Item = &'a Vec<u8>>) -> Vec<String> {
    let (rows, mut problems) = rows(table);
    let planted: BTreeSet<u32> =
        files.flat_map(|bytes| numbers(&String::from_utf8_lossy(bytes)).collect::<Vec<_>>()).collect();
    problems.extend(rows.difference(&planted).map(|number| format!("bug {number} is in no patch")));
    problems.extend(planted.difference(&rows).map(|number| format!("bug {number} is not in the table")));
    problems
}

fn rows(table: &str) -> (BTreeSet<u32>, Vec<String>) {
    let (mut rows, mut problems) = (BTreeSet::new(), Vec::new());
    for line in table.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let mut words = line.split_whitespace();
        let number = words.next().and_then(|word| word.parse::<u32>().ok());
        let judge = words.next();
        match number {
            // 0 is none of them.
            Some(number) if number > 0 && words.next().is_some() => {
                if !matches!(judge, Some("simulator" | "stories" | "crowd")) {
                    problems.push(format!("bug {number} has no judge: simulator, stories or crowd"));
                }
                if rows.last().is_some_and(|last| *last >= number) {
                    problems.push(format!("bug {number} stands twice or out of its place in the table"));
                }
                rows.insert(number);
            }
            _ => problems.push(format!("not a number, a judge and what it does: {line}")),
        }
    }
    (rows, problems)
}

/// The numbers of the bugs that a source text has.
fn numbers(text: &str) -> impl Iterator<Item = u32> {
    text.split("planted!(").skip(1).filter_map(|rest| rest.split_once(')')?.0.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(table: &str, file: &str) -> Vec<String> {
        problems(table, [file.as_bytes().to_vec()].iter())
    }

    #[test]
    fn each_row_is_planted_and_each_planted_bug_has_a_row() {
        let table = "# of two\n\n 1 simulator it pays twice\n12 stories   it says so\n";
        let both = "if planted!(1) || planted!(12) {}";
        assert!(of(table, both).is_empty());
        assert_eq!(of(table, "planted!(12)"), ["bug 1 is in no patch"]);
        assert_eq!(of(table, &format!("{both} planted!(2)")), ["bug 2 is not in the table"]);
    }

    #[test]
    fn a_row_that_says_too_little_is_named() {
        assert_eq!(
            of("1 nobody it pays\n", "planted!(1)"),
            ["bug 1 has no judge: simulator, stories or crowd"]
        );
        let twice = "1 stories it pays\n1 stories it pays\n";
        assert_eq!(of(twice, "planted!(1)"), ["bug 1 stands twice or out of its place in the table"]);
        assert_eq!(of("0 stories no\n", ""), ["not a number, a judge and what it does: 0 stories no"]);
        assert_eq!(of("1 stories\n", "").len(), 1);
    }
}
