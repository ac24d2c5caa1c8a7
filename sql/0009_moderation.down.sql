DROP INDEX planets_by_name;
DROP FUNCTION words_of_name(text);
DROP INDEX audit_of_action;
DROP INDEX audit_of_actor;
DROP TABLE announcements, reports, invites;
