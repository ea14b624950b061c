-- When there is school in a usual week. One row once an admin has said; before that it is Monday to Friday, eight to four.
create table school_weeks (
    id text primary key,
    -- 1 is Monday: '12345'.
    days text not null,
    -- By the school's clocks, as in 08:30.
    opens text not null,
    closes text not null
);

-- Days without school, the first and the last, as in 2026-12-21. The name is for our own adults; partners are told dates alone.
create table holidays (
    id text primary key,
    name text not null,
    first_day text not null,
    last_day text not null,
    -- Taken out by an admin, who may put it back for a while.
    removed_at bigint
);

-- What an adult wants told by e-mail. Who never chose has no row.
create table wishes (
    staff_id text primary key references staff (id),
    -- The hour by the school's clocks; null for no mail.
    hour bigint,
    -- BCP 47
    language text not null
);

-- How far each adult's mail of a day has come, so that nobody gets a second one.
create table digests (
    staff_id text primary key references staff (id),
    -- As in 2026-12-01, by the school's clocks.
    day text not null,
    tries bigint not null,
    -- Not to be taken up before: the lease of whoever sends it just now, or a pause after a try in vain.
    next_at bigint not null,
    -- Sent, or nothing to tell, or given up for that day.
    done_at bigint,
    -- Its server said that this address gets no mail.
    refused_at bigint
);

-- Since when the school's mail cannot be sent, and why. No row while it can.
create table mail_down (
    id text primary key,
    since bigint not null,
    -- silent, unsafe, sign-in or refused
    why text not null,
    tries bigint not null,
    next_at bigint not null
);
