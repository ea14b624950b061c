-- A school that our admin trusts, by its exact host name. Everybody else is nobody.
create table partner_schools (
    id text primary key,
    host text not null unique,
    name text not null,
    town text not null,
    country text not null,
    contact text not null,
    safeguarding_contact text not null,
    verified_how text not null,
    agreed_on text not null,
    review_on text not null,
    -- invited, asked, trusted, paused, ended or blocked
    state text not null,
    state_since bigint not null,
    state_by text not null,
    state_reason text not null,
    -- Set when the partner changed its key or moved: held until an admin has looked.
    held_at bigint,
    held_why text,
    key_fingerprint text,
    -- Four words made from that key and ours, the same on both sides.
    safety_words text,
    -- Another key that it has shown since, and the words for that, until an admin has made sure.
    new_fingerprint text,
    new_words text,
    -- The school's own actor, the Offer by which the two came to know each other, and the agreement it offered; null when it
    -- was added by its address.
    actor text,
    inbox text,
    offer text,
    agreement text,
    -- When one of our adults heard the words by phone, who, and when their server said that one of theirs has.
    confirmed_at bigint,
    confirmed_by text,
    confirmed_there_at bigint,
    -- What holds now: what both agreed on, less what our own proposal leaves out. `classes` are the ids of ours that take part,
    -- `their_classes` the actors of theirs; ["*"] means all.
    may_follow boolean not null,
    may_reply boolean not null,
    may_like boolean not null,
    may_show_pictures boolean not null,
    classes text not null,
    their_classes text not null,
    starts_at bigint,
    ends_at bigint,
    last_heard_at bigint,
    created_at bigint not null
);

-- Every wording of an agreement that one of the two schools has put forward, the first one in its Offer. What each of them
-- signed is kept as it was signed, for whoever asks later what was agreed.
create table proposals (
    id text primary key,
    partner_id text not null references partner_schools (id),
    -- The id of the agreement, and of the Offer or Update that this wording came in.
    agreement text not null,
    letter text not null,
    -- ours or theirs
    side text not null,
    may_follow boolean not null,
    may_reply boolean not null,
    may_like boolean not null,
    may_show_pictures boolean not null,
    classes text not null,
    their_classes text not null,
    starts_at bigint,
    ends_at bigint,
    -- When it was worded, by the clock of whoever did; the newest that both signed is what is agreed.
    worded_at bigint not null,
    our_copy text,
    their_copy text,
    -- asked, agreed, declined, replaced or taken_back
    state text not null,
    state_since bigint not null
);
create index proposals_by_partner on proposals (partner_id, agreement);

-- An invitation for one school, to be used once. The code is on the link alone; `secret` is derived from it, checks the
-- proof of whoever answers, and is wiped when the invitation is used or revoked.
create table invitations (
    id text primary key,
    host text,
    note text not null,
    secret text not null,
    created_by text not null,
    created_at bigint not null,
    expires_at bigint not null,
    used_at bigint,
    used_by text,
    revoked_at bigint
);

-- A class of a partner school. `sent_name` is what its server says; pupils only ever see `name`, which one of our adults gave it.
create table remote_classes (
    id text primary key,
    partner_id text not null references partner_schools (id),
    actor text not null unique,
    handle text not null,
    sent_name text not null,
    name text,
    crest text not null,
    colour bigint not null,
    url text not null,
    inbox text not null,
    shared_inbox text,
    followers text,
    speaks_message_signatures boolean not null,
    fetched_at bigint not null,
    -- Any moderator may hide everything of a class at once.
    hidden_at bigint,
    hidden_by text,
    gone_at bigint,
    created_at bigint not null
);
create index remote_classes_by_partner on remote_classes (partner_id);

-- Public keys of other servers' actors, as their own documents gave them. A failed look-up is remembered too.
create table remote_keys (
    key_id text primary key,
    host text not null,
    actor text,
    public_key text,
    fetched_at bigint,
    failed_at bigint
);
create index remote_keys_by_host on remote_keys (host, failed_at);

-- The list that a partner's server keeps of its classes, as we last read it. One that was made before `made_at` is never
-- believed again; while `tried_at` is later than `read_at` it could not be read.
create table class_lists (
    partner_id text primary key references partner_schools (id),
    made_at bigint,
    read_at bigint,
    tried_at bigint not null,
    -- From when to when it says that it is away: the first day without school and the first one with, as in 2027-01-07.
    away_from text,
    away_until text
);

-- What stands on it: classes that ours could follow. What their server calls them is for adults only.
create table listed_classes (
    actor text primary key,
    partner_id text not null references partner_schools (id),
    position bigint not null,
    name text not null,
    handle text not null
);
create index listed_classes_by_partner on listed_classes (partner_id, position);

-- The keys our own actors sign with; `actor` is a class id, or 'school'.
create table actor_keys (
    actor text primary key,
    rsa_pem text not null,
    ed25519_seed text not null,
    created_at bigint not null
);

-- Who follows whom. `direction` is 'in' when the partner class follows ours, 'out' when ours follows theirs.
-- Nothing is delivered before a teacher has accepted.
create table follows (
    id text primary key,
    class_id text not null references classes (id),
    remote_class_id text not null references remote_classes (id),
    direction text not null,
    -- asked, accepted, refused or ended
    state text not null,
    wire_id text not null,
    asked_at bigint not null,
    decided_at bigint,
    decided_by text,
    unique (class_id, remote_class_id, direction)
);
create index follows_by_wire_id on follows (wire_id);
create index follows_by_remote on follows (remote_class_id, direction, state);

-- What only an admin can settle: a partner that moved, a new key, a report from another school.
create table tasks (
    id text primary key,
    kind text not null,
    host text not null,
    detail text not null,
    created_at bigint not null,
    done_at bigint,
    done_by text
);
