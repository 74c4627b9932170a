-- Instants are milliseconds since 1970 in UTC. States and causes are the numbers of nudge.v1. Searched texts have the collation "C": it is the
-- fastest, and independent of the database's language.

create table setting (
    name  text not null primary key,
    value text not null
);

-- Live reminders. visible_at is the next time at which the scheduler reads the row (null: paused). due_at is the due time of the occurrence. wall is
-- that time on the schedule's wall clock (null: the schedule does not follow one). tried says that a node had the occurrence in time, so that it is
-- not missed. Most rows are inserted once and deleted once, so vacuum runs early. Other writes change visible_at, so a fill factor would not help.
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
    tried           boolean not null default false,
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
-- Reminders of unreachable recipients.
create index reminder_unreachable on reminder (id) where pause_causes & 2 <> 0;
create index reminder_wall on reminder (id) where wall is not null;
-- Changed reminders only. A new one is found by its id, which has the time of creation, so an insert costs nothing here.
create index reminder_changed on reminder (updated_at, id) where revision > 1;
create index reminder_labels on reminder using gin (labels jsonb_path_ops) where labels <> '{}';

-- Settled occurrences, in a partition for each day. The row that ended a reminder (ended) keeps its content, so that it can be read. Other rows are an
-- occurrence of a series that continues, a failure whose content is a dead letter, or an outcome that came after a change. They keep the recipient,
-- so that ForgetRecipient finds them.
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

-- FAILED reminders. They are kept longer than the history, and Retry makes them live again.
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

-- The reminder of each request_id, so that a repeated request is recognised.
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

-- Statistics come from three thousand rows instead of thirty thousand. A busy table is analyzed each minute, and the default sample would compete with
-- deliveries for up to three seconds. Each search has an index of its own, so a small sample suffices. New partitions of the history get the same.
do $$
declare sampled record;
begin
    for sampled in
        select attrelid::regclass as place, attname as name from pg_attribute
        where attrelid in ('reminder'::regclass, 'history'::regclass) and attnum > 0 and not attisdropped
    loop
        execute format('alter table %s alter column %I set statistics 10', sampled.place, sampled.name);
    end loop;
end $$;
