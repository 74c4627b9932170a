-- Who changed which reminder, when and from where. The rows have nothing that a reminder's author wrote, and no recipient, so that they outlive an
-- erased user. after_state is null for an erased reminder, before_state for a new one.
create table audit (
    seq             bigint  not null primary key generated always as identity,
    at              bigint  not null,
    actor           text collate "C" not null,
    address         text    not null,
    action          integer not null,
    reminder_id     uuid    not null,
    owner           text collate "C" not null,
    changed_fields  text    not null,
    before_state    integer,
    before_due      bigint,
    before_revision bigint,
    after_state     integer,
    after_due       bigint,
    after_revision  bigint
);

create index audit_reminder on audit (reminder_id, seq);
create index audit_owner on audit (owner, seq);
