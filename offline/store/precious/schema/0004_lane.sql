-- The lane of what was made here gets another name once it has an id, with all that ever was in it.
DROP INDEX operation_live;
CREATE INDEX operation_lane ON operation(live, lane, row);
