//! `pgtest start | database | stop`: the tests' PostgreSQL from a shell, for `tests/run` and the browser tests.

use std::process::ExitCode;

fn main() -> ExitCode {
    let word = std::env::args().nth(1).unwrap_or_default();
    match word.as_str() {
        "start" => println!("{}", pgtest::server().url()),
        "database" => println!("{}", pgtest::server().lasting_database()),
        "stop" => {
            if let Err(why) = pgtest::stop() {
                eprintln!("pgtest: {why}");
                return ExitCode::FAILURE;
            }
        }
        _ => {
            eprintln!("usage: pgtest start | database | stop");
            return ExitCode::from(2);
        }
    }
    ExitCode::SUCCESS
}
