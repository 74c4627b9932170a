-- Instants are milliseconds since 1970 in UTC; states and causes are the numbers of nudge.v1. What is searched for is compared byte by
-- byte, whatever the database's language: that is the quickest, and the same everywhere.

create table setting (
    name  text not null primary key,
    value text not null
);

-- What is still to come. visible_at is when a row next needs a look (null: it is paused), due_at when its occurrence is due, wall the
-- same time on the schedule's own clock. A row is written once and deleted once: what dies is vacuumed early, so that the table stays as
-- small as what is still to come. Every write that is not one of these two moves visible_at, so free space in the pages would buy nothing.
create table reminder (
    id              uuid    not null primary key,
    visible_at      bigint,
    due_at          bigint  not null,
    wall            bigint,
    occurrence      bigint  not null,
    revision        bigint  not null,
    created_at      bigint  not null,
    updated_at      bigint  not null,
    shard           integer not null,
    generation      integer not null,
    attempt         integer not null default 0,
    broken_streams  integer not null default 0,
    pause_causes    integer not null default 0,
    owner           text collate "C" not null,
    user_id         text collate "C",
    conversation_id text collate "C",
    tenant_id       text collate "C",
    labels          jsonb   not null,
    content         bytea   not null,
    trace_parent    text,
    last_error      text
) with (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 5000, autovacuum_analyze_scale_factor = 0.02);

create index reminder_due on reminder (shard, visible_at, id) where visible_at is not null;
create index reminder_user on reminder (user_id, id) where user_id is not null;
create index reminder_conversation on reminder (conversation_id, id) where conversation_id is not null;
-- What waits for its recipient.
create index reminder_unreachable on reminder (id) where pause_causes & 2 <> 0;
create index reminder_wall on reminder (id) where wall is not null;
-- What was never changed is found by its id, which tells when it was made: making it costs nothing here.
create index reminder_changed on reminder (updated_at, id) where revision > 1;
create index reminder_labels on reminder using gin (labels jsonb_path_ops) where labels <> '{}';

-- What happened: a row for each settled occurrence, in a partition for each day. The row that ended a reminder (ended) carries its
-- content, so that it can still be read; the others (an occurrence of a series that went on, a failure, whose content is a dead
-- letter, an outcome that arrived after the reminder had been changed) say whom they concern, so that they can be forgotten.
create table history (
    reminder_id     uuid    not null,
    settled_at      bigint  not null,
    due_at          bigint  not null,
    lateness        bigint  not null,
    occurrence      bigint  not null,
    revision        bigint  not null,
    created_at      bigint  not null,
    state           integer not null,
    shard           integer not null,
    generation      integer not null,
    attempt         integer not null,
    ended           boolean not null,
    node            text    not null,
    owner           text collate "C" not null,
    user_id         text collate "C",
    conversation_id text collate "C",
    tenant_id       text collate "C",
    labels          jsonb,
    content         bytea,
    trace_parent    text,
    message_id      text,
    last_error      text
) partition by range (settled_at);

create index history_reminder on history (reminder_id);
create index history_settled on history (settled_at);
create index history_user on history (user_id, reminder_id) where user_id is not null;
create index history_conversation on history (conversation_id, reminder_id) where conversation_id is not null;

-- Reminders that ended as FAILED. They are kept longer than the history, and may be made live again.
create table dead_letter (
    id              uuid    not null primary key,
    settled_at      bigint  not null,
    due_at          bigint  not null,
    occurrence      bigint  not null,
    revision        bigint  not null,
    created_at      bigint  not null,
    shard           integer not null,
    generation      integer not null,
    attempt         integer not null,
    owner           text collate "C" not null,
    user_id         text collate "C",
    conversation_id text collate "C",
    tenant_id       text collate "C",
    labels          jsonb   not null,
    content         bytea   not null,
    trace_parent    text,
    message_id      text,
    last_error      text
);

create index dead_letter_settled on dead_letter (settled_at);
create index dead_letter_user on dead_letter (user_id, id) where user_id is not null;

-- Each reminder once, live or settled.
create view every_reminder as
    select id, owner, shard, content, case pause_causes when 0 then 1 else 2 end as state, pause_causes, due_at, wall, visible_at,
           occurrence, generation, attempt, broken_streams, last_error, revision, created_at, updated_at, null::bigint as settled_at,
           null::text as message_id, trace_parent, user_id, conversation_id, tenant_id, labels
    from reminder
    union all
    select reminder_id, owner, shard, content, state, 0, due_at, null::bigint, null::bigint,
           occurrence, generation, attempt, 0, last_error, revision, created_at, settled_at, settled_at,
           message_id, trace_parent, user_id, conversation_id, tenant_id, labels
    from history
    where ended
    union all
    select id, owner, shard, content, 4, 0, due_at, null::bigint, null::bigint,
           occurrence, generation, attempt, 0, last_error, revision, created_at, settled_at, settled_at,
           message_id, trace_parent, user_id, conversation_id, tenant_id, labels
    from dead_letter;

-- What a request_id made, so that a repeated request is recognised.
create table request (
    owner        text collate "C" not null,
    request_id   text collate "C" not null,
    content_hash bytea  not null,
    reminder_id  uuid   not null,
    created_at   bigint not null,
    primary key (owner, request_id)
);

create index request_created on request (created_at);
create index request_reminder on request (reminder_id);
