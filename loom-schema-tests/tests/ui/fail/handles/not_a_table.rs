use loom_schema::prelude::*;

pub fn example(loom: &Loom) -> loom_schema::Result<()> {
    let _ = loom.select::<String>().all()?;
    Ok(())
}

fn main() {}
