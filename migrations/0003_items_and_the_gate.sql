-- An item is a post (kind 'article') or a comment (kind 'comment'), ours or a partner's.
-- Its words live in revisions; whether anyone sees it is decided in showings.
create table items (
    id text primary key,
    kind text not null,
    wire_id text not null unique,
    -- Ours: the class that wrote it and the person who held the pen. Theirs: the partner class.
    class_id text references classes (id),
    pupil_id text references pupils (id),
    staff_id text references staff (id),
    remote_class_id text references remote_classes (id),
    -- The name of a post's page, made when it is first let out; what waits has none that could be told from outside.
    slug text,
    parent_id text references items (id),
    article_id text references items (id),
    -- How far it may reach here at most: class, school, friends or public.
    audience text not null,
    url text,
    published_at bigint,
    created_at bigint not null,
    -- The newest `updated` of a partner's item that we have taken; an older one is dropped.
    version_at bigint,
    -- Ours, taken back. Theirs, removed by its owner.
    withdrawn_at bigint,
    withdrawn_by text,
    gone_at bigint,
    -- Gone for good, in one way or the other: when its words are to be erased. Null before and after.
    purge_at bigint,
    -- Sealed to the safeguarding lead: off every surface, and out of other moderators' sight.
    sealed_at bigint,
    unique (class_id, slug)
);
create index items_by_class on items (class_id, kind, published_at);
create index items_by_remote_class on items (remote_class_id, kind, published_at);
create index items_by_article on items (article_id, published_at);
create index items_by_pupil on items (pupil_id, created_at);
create index items_by_staff on items (staff_id, created_at);
create index items_to_purge on items (purge_at) where purge_at is not null;
create index items_by_withdrawer on items (withdrawn_by) where withdrawn_by is not null;

-- One exact wording. The hash covers everything a reader would see; an approval names that hash.
create table revisions (
    id text primary key,
    item_id text not null references items (id),
    number bigint not null,
    hash text not null,
    title text not null,
    summary text not null,
    warning text not null,
    signature text not null,
    language text not null,
    -- What the writer typed (ours only), what a reader gets with every link as plain words, the same with its links, and the bare text.
    source text not null,
    html text not null,
    linked_html text not null,
    plain text not null,
    links text not null,
    flags text not null,
    -- The adult who changed a pupil's words before letting them out.
    edited_by text references staff (id),
    -- Of a partner's comment: what our approval names, a hash of the wording as it came and the letter that asked for it.
    wire_digest text,
    asked_by text,
    created_at bigint not null,
    unique (item_id, number)
);

-- A picture, re-encoded by us. Its file is named by its hash; nothing of the original is kept.
create table pictures (
    id text primary key,
    sha256 text not null,
    digest text not null,
    media_type text not null,
    width bigint not null,
    height bigint not null,
    size bigint not null,
    -- pupil:… or staff:… who uploaded it, or remote:… for a partner class.
    owner text not null,
    created_at bigint not null
);
create index pictures_by_hash on pictures (sha256);
create index pictures_by_owner on pictures (owner);

-- The files of pictures, wherever they are kept. Whoever puts one there says so here first, and whoever takes one away holds
-- its row until it is gone: on however many machines, a file that is just being put there again is not taken away.
create table picture_files (
    sha256 text primary key,
    -- When it was last put there, or was about to be.
    put_at bigint not null,
    -- Since when no picture has it; then it goes.
    unused_since bigint
);
create index picture_files_unused on picture_files (unused_since) where unused_since is not null;

-- The pictures of a revision, in order. A partner's picture is fetched into quarantine: until it is here there is only where it came from.
create table revision_pictures (
    revision_id text not null references revisions (id),
    position bigint not null,
    picture_id text references pictures (id),
    alt text not null,
    people text not null,
    source_url text,
    source_digest text,
    -- here, waiting or refused
    state text not null,
    failures bigint not null,
    due_at bigint,
    primary key (revision_id, position)
);
create index revision_pictures_due on revision_pictures (state, due_at);
create index revision_pictures_by_picture on revision_pictures (picture_id);

-- What one class has decided about one item. A held item is invisible until a moderator approves this very revision.
create table showings (
    item_id text not null references items (id),
    class_id text not null references classes (id),
    -- in (from partners), out (ours, to partners) or ours
    tray text not null,
    -- The item's kind and publication again, so that a page reads its newest posts from one index.
    kind text not null,
    published_at bigint,
    -- The newest revision and its state: draft, waiting, approved, returned, rejected
    revision_id text not null references revisions (id),
    state text not null,
    waiting_since bigint,
    -- Its place in the tray: changes of what was let in come first, then one post after the other with what was said under it.
    is_new boolean not null,
    thread_id text not null,
    -- The revision pupils may see, and how: whole, without_pictures or staff_only
    approved_revision_id text references revisions (id),
    approved_as text,
    approved_at bigint,
    -- The approved words with the links a moderator has allowed in them, if any.
    shown_html text,
    hidden_at bigint,
    hidden_why text,
    primary key (item_id, class_id)
);
create index showings_by_tray on showings (class_id, tray, state, is_new, thread_id, waiting_since, item_id);
create index showings_by_class on showings (class_id, kind, tray, published_at, item_id);
create index showings_by_revision on showings (approved_revision_id);

-- By which words an item can be found, as it stands for one class: a row for the class's adults, with the words of the newest
-- wording and of the one that was let in; and one for its children, with those that they may read, unless it is the same row.
-- What is off every surface has none. It is written together with what it is made of, and can be made of it again.
create table findable (
    -- Made of the moment at which it was published or came, so that the newest has the greatest.
    number bigint primary key,
    item_id text not null references items (id),
    class_id text not null references classes (id),
    -- Each once, as they are compared, between blanks; before them the marks of who may find it.
    words text not null
);
create index findable_by_item on findable (item_id, class_id);

-- What a family asks to have removed. Its words go with the item, or some time after the answer.
create table removal_requests (
    id text primary key,
    item_id text not null references items (id),
    -- Whose adults answer.
    class_id text not null references classes (id),
    words text not null,
    contact text not null,
    asked_at bigint not null,
    due_at bigint not null,
    -- removed or kept, and what was said about it
    outcome text,
    answer text not null,
    settled_by text references staff (id),
    settled_at bigint
);
create index removal_requests_by_item on removal_requests (item_id);
create index removal_requests_open on removal_requests (due_at) where settled_at is null;
create index removal_requests_settled on removal_requests (settled_at);

-- Every decision at the gate: who, when, which revision, and why. `before` is the showing as it stood, so that it can be undone.
create table decisions (
    id text primary key,
    -- Decisions made with one tap belong together and are undone together.
    batch_id text not null,
    item_id text not null references items (id),
    class_id text not null references classes (id),
    revision_id text not null references revisions (id),
    revision_hash text not null,
    verdict text not null,
    reason text not null,
    staff_id text not null references staff (id),
    decided_at bigint not null,
    before text not null,
    undone_at bigint
);
create index decisions_by_batch on decisions (batch_id);
create index decisions_by_item on decisions (item_id, class_id, decided_at);
create index decisions_by_class on decisions (class_id, decided_at);

-- An old blog brought into a class, let in by one adult. Until it is finished the next run carries it on.
create table imports (
    id text primary key,
    class_id text not null references classes (id),
    site text not null,
    staff_id text not null references staff (id),
    began_at bigint not null,
    finished_at bigint,
    undone_at bigint
);
-- However many run it at one time, it is one import.
create unique index imports_unfinished on imports (class_id, site) where finished_at is null and undone_at is null;

-- What an import brought in, known again by a mark in which nothing can be read. It never comes twice, and what was taken
-- back since stays away.
create table imported (
    mark text primary key,
    item_id text not null references items (id),
    import_id text not null references imports (id)
);
create index imported_by_item on imported (item_id);
create index imported_by_import on imported (import_id, item_id);

-- Links that a moderator has allowed, for one revision and one class.
create table allowed_links (
    revision_id text not null references revisions (id),
    class_id text not null references classes (id),
    url text not null,
    staff_id text not null references staff (id),
    allowed_at bigint not null,
    primary key (revision_id, class_id, url)
);

-- "I'm worried", and a pupil's "tell an adult": for the safeguarding lead's eyes, with a snapshot that outlives the item.
create table worries (
    id text primary key,
    item_id text not null references items (id),
    class_id text not null references classes (id),
    raised_by text not null,
    raised_name text not null,
    words text not null,
    snapshot text not null,
    raised_at bigint not null,
    -- released or kept
    outcome text,
    closing_reason text,
    closed_by text references staff (id),
    closed_at bigint
);
create index worries_open on worries (closed_at, raised_at);
create index worries_by_item on worries (item_id);
create index worries_by_raiser on worries (raised_by);

-- A post under which its class collects short pieces: they are what the class itself says right below it.
create table collections (
    item_id text primary key references items (id),
    opened_at bigint not null,
    -- From then on none is added.
    closed_at bigint
);

-- "Oak class liked this." There is no count, and no person.
create table likes (
    id text primary key,
    item_id text not null references items (id),
    class_id text references classes (id),
    remote_class_id text references remote_classes (id),
    wire_id text not null unique,
    created_at bigint not null,
    undone_at bigint
);
create index likes_by_item on likes (item_id);
-- A class likes an item once.
create unique index likes_standing_ours on likes (item_id, class_id) where class_id is not null and undone_at is null;
create unique index likes_standing_theirs on likes (item_id, remote_class_id) where remote_class_id is not null and undone_at is null;

-- What another school says of a comment of ours under its post: shown there or not, never why. None while it waits.
create table answers (
    item_id text primary key references items (id),
    is_shown boolean not null,
    -- The document in which its server says so, as long as it stands.
    approval text,
    answered_at bigint not null
);
create index answers_by_approval on answers (approval) where approval is not null;

-- What may be shown to somebody at all. Who that somebody is, is asked in one more place only: visibility.rs.
create view shown as
select
    -- Item and kind are the showing's own, so that a page is read in order from one index.
    s.item_id as item_id,
    s.kind as kind,
    i.wire_id as wire_id,
    i.class_id as author_class,
    i.remote_class_id as remote_class_id,
    i.parent_id as parent_id,
    i.article_id as article_id,
    i.audience as audience,
    i.slug as slug,
    i.url as url,
    s.published_at as published_at,
    s.tray as tray,
    i.version_at as version_at,
    s.class_id as for_class,
    s.approved_revision_id as revision_id,
    s.approved_as as approved_as,
    s.approved_at as approved_at,
    s.shown_html as shown_html,
    a.class_id as article_class,
    a.remote_class_id as article_remote_class
from showings s
join items i on i.id = s.item_id
left join items a on a.id = i.article_id
left join remote_classes r on r.id = i.remote_class_id
left join partner_schools p on p.id = r.partner_id
where s.approved_revision_id is not null
  and s.hidden_at is null
  and i.withdrawn_at is null
  and i.gone_at is null
  and i.sealed_at is null
  and (
    i.remote_class_id is null
    or (
      p.state = 'trusted'
      and p.held_at is null
      and r.hidden_at is null
      and r.gone_at is null
      and not exists (select 1 from schools where federation_paused_at is not null)
    )
  );
