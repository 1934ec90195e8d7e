-- The same alarm on three hosts or more of one platform: its adapter does not fit any more.
SELECT platform, min(hosts) || ' hosts and more raise ' || group_concat(alarm, ', ')
FROM (
  SELECT p.platform, a.alarm, count(DISTINCT p.host) AS hosts
  FROM raised a JOIN planned p ON p.column_id = a.subject WHERE p.platform <> '' GROUP BY p.platform, a.alarm
) WHERE hosts >= 3 GROUP BY platform
