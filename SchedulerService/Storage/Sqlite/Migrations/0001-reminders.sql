-- Instants are milliseconds since 1970 in UTC. Ids are 16 big-endian bytes. States and causes are the numbers of nudge.v1.

create table setting (
    name  text not null primary key,
    value text not null
) strict;

-- Live reminders. visible_at is the next time at which the scheduler reads the row (null: paused). due_at is the due time of the occurrence. wall is
-- that time on the schedule's wall clock, in milliseconds since 1970-01-01T00:00 there (null: the schedule does not follow one). tried says that the
-- node had the occurrence in time, so that it is not missed.
create table reminder (
    id              blob    not null,
    shard           integer not null,
    visible_at      integer,
    due_at          integer not null,
    wall            integer,
    occurrence      integer not null,
    generation      integer not null,
    revision        integer not null,
    attempt         integer not null default 0,
    broken_streams  integer not null default 0,
    pause_causes    integer not null default 0,
    tried           integer not null default 0,
    owner           text    not null,
    user_id         text,
    conversation_id text,
    tenant_id       text,
    labels          text    not null,
    content         blob    not null,
    trace_parent    text,
    last_error      text,
    created_at      integer not null,
    updated_at      integer not null
) strict;

create unique index reminder_id on reminder (id);
create index reminder_due on reminder (shard, visible_at, id) where visible_at is not null;
create index reminder_user on reminder (user_id, id) where user_id is not null;
create index reminder_conversation on reminder (conversation_id, id) where conversation_id is not null;
create index reminder_on_wall_clock on reminder (id) where wall is not null;
-- Changed reminders only. A new one is found by its id, which has the time of creation, so an insert costs nothing here.
create index reminder_changed on reminder (updated_at, id) where revision > 1;

-- Settled occurrences. The row that ended a reminder (ended = 1) keeps its content, so that it can be read. A row with ended = 0 is an occurrence of a
-- series that continues, or an outcome that came after a change.
create table history (
    seq             integer not null primary key,
    reminder_id     blob    not null,
    ended           integer not null,
    state           integer not null,
    shard           integer not null,
    due_at          integer not null,
    occurrence      integer not null,
    generation      integer not null,
    revision        integer not null,
    attempt         integer not null,
    settled_at      integer not null,
    lateness        integer not null,
    node            text    not null,
    message_id      text,
    last_error      text,
    owner           text    not null,
    user_id         text,
    conversation_id text,
    tenant_id       text,
    labels          text    not null,
    content         blob    not null,
    trace_parent    text,
    created_at      integer not null,
    updated_at      integer not null
) strict;

create unique index history_ended on history (reminder_id) where ended = 1;
create index history_user on history (user_id, reminder_id) where user_id is not null;
create index history_conversation on history (conversation_id, reminder_id) where conversation_id is not null;
create index history_settled on history (settled_at);

-- Each reminder once, live or settled.
create view every_reminder as
    select id, owner, shard, content, case pause_causes when 0 then 1 else 2 end as state, pause_causes, due_at, wall, visible_at, occurrence,
           generation, attempt, broken_streams, last_error, revision, created_at, updated_at, null as settled_at, null as message_id,
           trace_parent, user_id, conversation_id, tenant_id, labels
    from reminder
    union all
    select reminder_id, owner, shard, content, state, 0, due_at, null, null, occurrence,
           generation, attempt, 0, last_error, revision, created_at, updated_at, settled_at, message_id,
           trace_parent, user_id, conversation_id, tenant_id, labels
    from history
    where ended = 1;

-- The reminder of each request_id, so that a repeated request is recognised.
create table request (
    owner        text    not null,
    request_id   text    not null,
    content_hash blob    not null,
    reminder_id  blob    not null,
    created_at   integer not null,
    primary key (owner, request_id)
) strict, without rowid;

create index request_created on request (created_at);
