DROP INDEX planets_by_name;
DROP INDEX audit_of_action;
DROP INDEX audit_of_actor;
DROP TABLE announcements, reports, invites;
