-- That a message was sent is told by the message itself: docs/decisions/0007-message-events.md. Readers leave such rows
-- out also where a server of before this migration goes on writing them.

DELETE FROM planet_events WHERE kind = 1;
