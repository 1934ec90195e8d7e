"""Discovery (栏目发现): from a host and a unit to the column that lists the unit's annual reports.

The menus of portals carry the same labels everywhere (政府信息公开 → 政府信息公开年报), whatever
the platform and however often the paths drift; so the walk follows labels, not paths. It gives
proposals with their evidence; a person confirms them before anything is crawled from them.
"""
