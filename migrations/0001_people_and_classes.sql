-- One row: the school whose database this is.
create table schools (
    id text primary key,
    name text not null,
    town text not null,
    country text not null,
    language text not null,
    -- Signs form tokens and keys the marks of pupils' pictures, nothing else; never leaves the database.
    secret text not null,
    founded_at bigint not null,
    -- While this is set nothing comes in, nothing goes out, and what came is hidden.
    federation_paused_at bigint,
    federation_paused_by text,
    -- Something was erased at once whose bytes may still be in the engine's own files; null when none are.
    scrub_asked_at bigint
);

-- Adults. A moment instead of a flag says who may what, and since when.
create table staff (
    id text primary key,
    email text not null unique,
    name text not null,
    password_hash text not null,
    admin_since bigint,
    safeguarding_since bigint,
    created_at bigint not null,
    disabled_at bigint
);

-- A class, or a pupil group such as the Eco Council: both have a blog, and each blog is one actor.
create table classes (
    id text primary key,
    slug text not null unique,
    name text not null,
    kind text not null,
    crest text not null,
    colour bigint not null,
    about text not null,
    language text not null,
    year_order bigint not null,
    -- What its teacher lays beside the words of who writes: ways to start a sentence, and a word bank; one to a line.
    starters text not null default '',
    word_bank text not null default '',
    created_at bigint not null,
    closed_at bigint
);

-- Who works at which class's gate. Cover and coaches come with dates.
create table class_staff (
    class_id text not null references classes (id),
    staff_id text not null references staff (id),
    role text not null,
    from_at bigint,
    until_at bigint,
    primary key (class_id, staff_id)
);
create index class_staff_by_staff on class_staff (staff_id);

-- A pupil is a first name and the classes they belong to; there is no more to know.
create table pupils (
    id text primary key,
    name text not null,
    created_at bigint not null,
    left_at bigint,
    -- An admin has them erased: from then on no name is shown, and when it can be called off no more, none is here.
    erased_at bigint
);

-- What an admin has erased. The subject is an id, which means nothing once it is done.
create table erasures (
    id text primary key,
    -- pupil:… or class:…
    subject text not null,
    reason text not null,
    asked_by text not null,
    asked_at bigint not null,
    -- Until then it can be called off.
    purge_at bigint not null,
    -- What it was about, counted when it was asked for.
    counts text not null,
    called_off_at bigint,
    -- When the last of it was gone.
    done_at bigint
);
create index erasures_by_age on erasures (asked_at, id);

create table class_pupils (
    class_id text not null references classes (id),
    pupil_id text not null references pupils (id),
    primary key (class_id, pupil_id)
);
create index class_pupils_by_pupil on class_pupils (pupil_id);

-- A pupil's sign-in card. Only a hash of its token is kept, so a stolen database opens no door.
create table cards (
    id text primary key,
    pupil_id text not null references pupils (id),
    token_hash text not null unique,
    created_at bigint not null,
    last_used_at bigint,
    revoked_at bigint
);
create index cards_by_pupil on cards (pupil_id);

-- The link a class gives its families.
create table family_links (
    id text primary key,
    class_id text not null references classes (id),
    token_hash text not null unique,
    created_by text not null references staff (id),
    created_at bigint not null,
    revoked_at bigint
);
create index family_links_by_class on family_links (class_id);

-- The poster on a class's wall. Whoever opens it sees the first names of the class; by itself it signs nobody in.
create table posters (
    id text primary key,
    class_id text not null references classes (id),
    token_hash text not null unique,
    created_by text not null references staff (id),
    created_at bigint not null,
    revoked_at bigint
);
create index posters_by_class on posters (class_id);

-- The two or three pictures by which a pupil is known at their class's poster. They were shown once, on paper; what is kept
-- is a mark that is keyed by the school's secret and the pupil.
create table picture_passwords (
    pupil_id text primary key references pupils (id),
    mark text not null,
    -- two or three
    length text not null,
    created_at bigint not null,
    last_used_at bigint,
    -- The last wrong try: from then on they rest for a while.
    wrong_at bigint
);

-- Wrong tries, by the browser they came from. Who gets it right takes back what was wrong in that same browser, which is known
-- to the class from then on.
create table picture_tries (
    pupil_id text not null references pupils (id),
    device text not null,
    wrong bigint not null,
    -- When it was right from there.
    right_at bigint,
    primary key (pupil_id, device)
);

-- How a pupil reads most easily. It is theirs and no browser's, since they sit at another computer every day. Whoever never chose
-- anything has no row.
create table comforts (
    pupil_id text primary key references pupils (id),
    -- Each a word; domain/comforts.rs has them all.
    text_size text not null,
    spacing text not null,
    background text not null,
    typeface text not null,
    motion text not null,
    -- BCP 47; null for who never chose a language.
    language text
);

-- Who is signed in. `subject` is staff:…, pupil:… or family:…, so that all sessions of one person can end at once.
create table sessions (
    id text primary key,
    subject text not null,
    record text not null,
    expires_at bigint not null
);
create index sessions_by_subject on sessions (subject);
create index sessions_by_expiry on sessions (expires_at);

-- How often a door was tried, such as an account with a wrong password: the moment at which all its tries are given back.
-- `door` says what it is by a hash.
create table tries (
    door text primary key,
    full_at bigint not null
);
create index tries_by_age on tries (full_at);
