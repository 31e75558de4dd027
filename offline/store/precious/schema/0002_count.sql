-- How many wait is asked at each start and after each write.
CREATE INDEX operation_waiting ON operation(state) WHERE live = 1;
