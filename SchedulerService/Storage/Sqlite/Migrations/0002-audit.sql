-- Who changed which reminder, when and from where. The rows have nothing that a reminder's author wrote, and no recipient, so that they outlive an
-- erased user. after_state is null for an erased reminder, before_state for a new one.
create table audit (
    seq             integer not null primary key autoincrement,
    at              integer not null,
    actor           text    not null,
    address         text    not null,
    action          integer not null,
    reminder_id     blob    not null,
    owner           text    not null,
    changed_fields  text    not null,
    before_state    integer,
    before_due      integer,
    before_revision integer,
    after_state     integer,
    after_due       integer,
    after_revision  integer
) strict;

create index audit_reminder on audit (reminder_id, seq);
create index audit_owner on audit (owner, seq);
