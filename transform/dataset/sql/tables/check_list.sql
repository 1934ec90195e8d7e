-- A check: what it says, and its bounds.
FROM check_list ORDER BY family;
