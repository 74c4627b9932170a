-- Recurring reminders: the due time on the schedule's wall clock, as milliseconds since 1970-01-01T00:00 there (null where the schedule
-- does not follow one), so that new time-zone data can move what is still to come.
alter table reminder add column wall integer;

create index reminder_on_wall_clock on reminder (id) where wall is not null;

-- What changed lately. A row that was only made is found by its id, so that making one costs nothing here.
create index reminder_changed on reminder (updated_at, id) where revision > 1;

-- Outcomes of a series that goes on belong to a recipient, too, and are forgotten with it.
drop index history_user;
drop index history_conversation;
create index history_user on history (user_id, reminder_id) where user_id is not null;
create index history_conversation on history (conversation_id, reminder_id) where conversation_id is not null;

drop view every_reminder;
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
