DROP INDEX sessions_ended_of_user;
DROP INDEX users_by_name_or_email;
DROP INDEX users_by_name;
