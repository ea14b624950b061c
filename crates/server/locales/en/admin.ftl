# The audit log and the deliveries.

audit-title = Audit log
audit-lead = Who did what, when and why. Each entry carries the mark of the one before, so that none can be changed unseen.
audit-search = A name, a class, a school
audit-search-button = Search
audit-verify = Check the chain
audit-csv = Download as CSV
audit-whole = { $count ->
    [one] The chain is whole: { $count } entry, checked { $moment }.
   *[other] The chain is whole: { $count } entries, checked { $moment }.
}
audit-broken = Entry { $number } doesn't fit the one before. Keep this database as it is and ask for help.
audit-empty = Nothing found

deliveries-title = Deliveries
deliveries-lead = What went to which school, and what is still on its way. Nothing is given up because a server sleeps.
deliveries-schools = How each school does
deliveries-fortnight = Two weeks
deliveries-retry = Try now
deliveries-letters = What went out
deliveries-empty = Nothing was sent yet
deliveries-empty-more = When a class publishes to its friends, it shows here.
deliveries-to = to { $school }
deliveries-filter-all = All
deliveries-filter-waiting = Waiting
deliveries-filter-refused = Refused
deliveries-tries = { $count ->
    [one] tried once, next { $moment }
   *[other] tried { $count } times, next { $moment }
}
deliveries-days = { $good ->
    [one] { $good } good day
   *[other] { $good } good days
}, { $worry ->
    [one] { $worry } day without an answer
   *[other] { $worry } days without an answer
}
delivery-done = Delivered
delivery-waiting = Waiting
delivery-trying = Trying again
delivery-refused = Refused
delivery-given-up = Given up
delivery-held = Held: paused
