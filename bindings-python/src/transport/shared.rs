//! The thread that carries asyncio's requests.

use super::lock;
use std::io;
use std::sync::Mutex;
use tokio::runtime::{Builder, Handle};

/// How many names may be looked up at a time; each takes a thread for some seconds.
const LOOKUPS: usize = 8;

/// The thread of this process, `pid`. Made anew after a fork, because threads do not survive one; the old
/// handle is leaked, for dropping it may wait for the thread that is gone.
pub(super) fn thread(pid: u32) -> io::Result<Handle> {
    static RUNTIME: Mutex<Option<(u32, Handle)>> = Mutex::new(None);
    let mut kept = lock(&RUNTIME);
    if let Some((made, handle)) = &*kept
        && *made == pid
    {
        return Ok(handle.clone());
    }
    let runtime = Builder::new_current_thread().enable_all().max_blocking_threads(LOOKUPS).build()?;
    let handle = runtime.handle().clone();
    let forever = move || runtime.block_on(std::future::pending::<()>());
    std::thread::Builder::new().name("xaalis".to_owned()).spawn(forever)?;
    std::mem::forget(kept.replace((pid, handle.clone())));
    Ok(handle)
}
