DROP TABLE travel_members, travels;
