-- Whether somebody has tried to deliver the present occurrence, or put it back until its lane has room: then it was not missed, however
-- late it is.
alter table reminder add column tried boolean not null default false;
