-- Each life of this database: one begins when it is restored from a backup, and partners compare with us once in each.
create table epochs (
    id text primary key,
    began_at bigint not null,
    -- When the backup was made that it began with.
    taken_at bigint not null
);

-- How far into which ledger of what is gone this database has come. One that is behind its ledger was put back from an
-- older copy: what has gone since goes again before anybody is answered.
create table ledgers (
    id text primary key,
    position bigint not null
);

-- A partner and we each look whether the other still has what it was sent: once in each life of either database.
create table comparisons (
    host text primary key,
    -- The life, ours or the partner's, in which the two compare.
    epoch text not null,
    asked_at bigint not null,
    -- Null when it is done.
    due_at bigint,
    compared_at bigint
);
