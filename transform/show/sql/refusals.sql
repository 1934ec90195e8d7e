PIVOT (SELECT unit_id, name, year, coalesce(format('{:.1f} %', 100 * rate), reason) AS rate FROM refusal_rate)
ON year USING any_value(rate) GROUP BY unit_id, name ORDER BY unit_id
