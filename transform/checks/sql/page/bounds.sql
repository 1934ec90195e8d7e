-- The soft bounds: on how many reports each was due, and how many exceed it.
SELECT family, title_en, title_zh, sum(due)::BIGINT AS due, sum(failed)::BIGINT AS warned
FROM check_counts JOIN check_list USING (family) WHERE check_counts.kind = 'soft'
GROUP BY ALL ORDER BY family;
