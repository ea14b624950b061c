-- Letters that came in and were acted on. The same letter twice does nothing;
-- GoToSocial reuses ids for edits, so a letter is its id and the digest of what it carries.
create table letters (
    wire_id text not null,
    digest text not null,
    host text not null,
    received_at bigint not null,
    primary key (wire_id, digest)
);
create index letters_by_age on letters (received_at);

-- What was deleted stays deleted, even when its Create arrives late.
create table tombstones (
    wire_id text primary key,
    host text not null,
    buried_at bigint not null
);

-- What we said, byte for byte. `class_id` is null when the school itself speaks.
create table activities (
    id text primary key,
    wire_id text not null unique,
    class_id text references classes (id),
    item_id text references items (id),
    revision_id text references revisions (id),
    -- The batch of decisions that caused it, so that an undo can take it back before it left.
    batch_id text,
    verb text not null,
    body text not null,
    -- Withdrawals jump the lane and never expire.
    urgent boolean not null,
    created_at bigint not null
);
create index activities_by_item on activities (item_id);
create index activities_by_batch on activities (batch_id);

-- One row per activity and inbox. Written in the transaction of the action itself, so a crash loses nothing.
create table deliveries (
    id text primary key,
    activity_id text not null references activities (id),
    inbox text not null,
    host text not null,
    urgent boolean not null,
    created_at bigint not null,
    due_at bigint not null,
    attempts bigint not null,
    -- Answers in a row that found fault with this letter or its inbox, and not with the server as a whole.
    refusals bigint not null default 0,
    -- Which node carries it, and how long it is that node's at most.
    leased_until bigint,
    leased_by text,
    last_status bigint,
    last_error text,
    last_tried_at bigint,
    delivered_at bigint,
    -- The other side told us, signed, that it has removed the item.
    confirmed_at bigint,
    -- Put aside, so that it holds up no other: an admin decides whether it is tried again or given up.
    parked_at bigint,
    given_up_at bigint,
    unique (activity_id, inbox)
);
-- When a host's lane has something to carry, and in which order.
create index deliveries_open on deliveries (host, urgent, due_at) where delivered_at is null and given_up_at is null and parked_at is null;
create index deliveries_in_order on deliveries (host, urgent desc, created_at, id) where delivered_at is null and given_up_at is null and parked_at is null;
-- A host whose letters somebody is carrying right now.
create index deliveries_leased on deliveries (host, leased_until) where leased_until is not null;
create index deliveries_unfinished on deliveries (host, parked_at) where delivered_at is null and given_up_at is null;
-- As an admin leafs through them: all, one host's, and what was given up.
create index deliveries_by_age on deliveries (created_at, id);
create index deliveries_of_host on deliveries (host, created_at, id);
create index deliveries_given_up on deliveries (created_at, id) where given_up_at is not null;

-- The processes that serve this school, each under a name that ends with it. What one was carrying is anybody's as soon as it
-- has not said for a while that it is alive.
create table nodes (
    id text primary key,
    alive_until bigint not null
);
-- Who was sent which wording of an item of ours, and who was asked to remove it: a row for an activity and an inbox, like a
-- delivery, and kept when that is tidied away. It names hosts, so it stays right when a follower has gone or a partner has ended.
create table recipients (
    activity_id text not null,
    inbox text not null,
    host text not null,
    item_id text not null references items (id),
    -- Which wording; null when it was to be removed.
    revision_id text references revisions (id),
    -- create, update or delete
    verb text not null,
    written_at bigint not null,
    -- How its delivery ended, copied when that was tidied away: when it was taken, if it was. Until then the delivery knows.
    settled_at bigint,
    taken_at bigint,
    -- Their server told us, signed, that the item is gone there.
    confirmed_at bigint,
    primary key (activity_id, inbox)
);
create index recipients_by_item on recipients (item_id, verb);
create index recipients_by_host on recipients (host, verb);
create index recipients_open on recipients (written_at) where verb = 'delete' and confirmed_at is null;
create index recipients_confirmed on recipients (host) where confirmed_at is not null;

-- What we know about reaching a host.
create table peers (
    host text primary key,
    failures bigint not null,
    open_until bigint,
    -- The style of signature that it took last: cavage, message or ed25519.
    style text,
    -- When it refused Ed25519 and then took the same letter with RSA; null since it has taken one with Ed25519.
    refused_ed25519_at bigint,
    last_ok_at bigint,
    last_failed_at bigint,
    last_error text
);

-- The audit log. Each line carries the hash of the line before it, so a missing or changed line shows. In that hash the detail
-- stands as a mark made of it and a salt: when what it tells must be erased, both go, and the chain still holds.
create table audit (
    number bigint primary key,
    at bigint not null,
    actor text not null,
    action text not null,
    subject text not null,
    detail text not null,
    salt text not null,
    mark text not null,
    previous text not null,
    hash text not null
);
create index audit_by_actor on audit (actor, number);
create index audit_by_subject on audit (subject);

-- The last line of the audit log; locked while the next one is written.
create table audit_head (
    one bigint primary key,
    number bigint not null,
    hash text not null
);
insert into audit_head (one, number, hash) values (1, 0, '');
