//! Something is to be done: said to whoever waits in this process, and to the other nodes on the same database.

use tokio::sync::Notify;

/// A bell. Rung twice before anybody came, it rings once.
#[derive(Default)]
pub struct Wake {
    here: Notify,
    others: Notify,
}

impl Wake {
    /// Wakes whoever waits here, and the other nodes.
    pub fn notify_one(&self) {
        self.here.notify_one();
        self.others.notify_one();
    }

    /// Until there is something to do.
    pub async fn notified(&self) {
        self.here.notified().await;
    }

    /// Wakes whoever waits here alone: another node has said so, and tells the rest itself.
    pub(super) fn here(&self) {
        self.here.notify_one();
    }

    /// Until the other nodes are to be told.
    pub(super) async fn for_others(&self) {
        self.others.notified().await;
    }
}
