-- A term of an identity: the sum of coefficient times cell over side lhs equals that over side rhs.
SELECT identity, family, form, side, "table", row_code, col_code, year_offset, coefficient
FROM term ORDER BY identity, form, side, year_offset DESC, row_code, col_code;
