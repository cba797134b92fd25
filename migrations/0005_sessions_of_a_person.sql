-- module: identity
-- Scratch: one's own sessions are listed and ended together.
CREATE INDEX session_person ON session(person);
