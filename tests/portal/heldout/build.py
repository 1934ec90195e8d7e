"""The held-out portals: every frame on several systems, from one seed a set."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from random import Random

from tests.portal.heldout import (
    frames_deep,
    frames_final,
    frames_fresh,
    frames_last,
    frames_later,
    frames_menus,
    frames_scripts,
    words,
)
from tests.portal.heldout.kit import Kit
from tests.portal.heldout.site import Site
from tests.portal.heldout.system import System
from tests.portal.heldout.systems import Gkmlpt, Jpaas, Jpage, Longxun, Trs, Ucap, Xxgk
from tests.portal.heldout.systems_static import (
    Aspx,
    Cmsweb,
    Dated,
    Intertid,
    Jhtml,
    Nfcms,
    Numbered,
    Vsb,
)

Systems = tuple[Callable[[], System], ...]
ANY: Systems = (
    Trs,
    Jpage,
    Jpaas,
    Ucap,
    Vsb,
    Xxgk,
    Intertid,
    lambda: Trs("shtml", "/"),
    lambda: Jpage(inside=False),
    lambda: Ucap(inside=False),
    Nfcms,
    Cmsweb,
    Numbered,
    Dated,
    Jhtml,
    Aspx,
    lambda: Trs("html", "/xxgk/"),
    lambda: Jpaas(inside=False),
)
IN_PAGE: Systems = (Trs, Vsb, Intertid, Dated, Nfcms, Jhtml)

Frames = tuple[tuple[Callable[[Kit], None], int, bool, Systems], ...]
"""Frame, how many portals, whether of a department, and the systems in turn."""

FIRST: Frames = (
    (frames_menus.dropdown, 3, False, ANY),
    (frames_menus.national, 4, False, ANY),
    (frames_menus.pictures, 2, False, (Trs, Vsb, Aspx, Intertid)),
    (frames_menus.area_map, 2, False, (Trs, Aspx, Jhtml, Vsb)),
    (frames_menus.side_definitions, 3, True, ANY),
    (frames_menus.tabs, 2, False, ANY),
    (frames_menus.more_links, 2, False, ANY),
    (frames_menus.cards, 2, False, ANY),
    (frames_menus.titles_cut, 2, False, ANY),
    (frames_menus.select_box, 1, True, ANY),
    (frames_deep.county, 4, False, ANY),
    (frames_deep.mega, 3, False, ANY),
    (frames_deep.units, 2, False, (Trs, Jpage, Ucap, Vsb)),
    (frames_deep.units, 2, True, (Trs, Jpage, Ucap, Longxun)),
    (frames_deep.years, 2, False, (Trs, Vsb, Intertid, Ucap)),
    (frames_deep.sister, 2, False, ANY),
    (frames_deep.sitemap, 2, False, ANY),
    (frames_deep.mixed, 2, False, ANY),
    (frames_deep.plain_label, 3, True, ANY),
    (frames_deep.gkmlpt, 3, False, (Gkmlpt,)),
    (frames_scripts.inline_frames, 2, False, (Trs, Vsb, Jpage)),
    (frames_scripts.framed_list, 1, True, (Trs, Aspx)),
    (frames_scripts.old_frameset, 2, False, (Trs, Aspx, Numbered)),
    (frames_scripts.old_tables, 2, True, (Vsb, Trs, Aspx)),
    (frames_scripts.clicks, 2, False, ANY),
    (frames_scripts.json_menu, 2, False, ANY),
    (frames_scripts.tree_nodes, 1, False, ANY),
    (frames_scripts.openness, 2, False, (Longxun,)),
    (frames_scripts.annual_module, 2, False, (Xxgk,)),
)
SECOND: Frames = (
    (frames_later.written, 2, False, ANY),
    (frames_later.data_address, 2, False, ANY),
    (frames_later.deep_statutory, 3, False, ANY),
    (frames_later.two_columns, 2, False, (Trs, Jpage)),
    (frames_later.sub_site, 2, True, (Trs, Vsb)),
    (frames_later.newest_shown, 2, False, IN_PAGE),
    (frames_later.files_only, 2, True, (Trs, Numbered)),
    (frames_later.decorated, 4, False, ANY),
    (frames_later.spoken_labels, 2, False, ANY),
    (frames_later.year_anchors, 2, False, IN_PAGE),
    (frames_later.parents_closed, 2, False, ANY),
    (frames_later.shell_home, 2, False, ANY),
    (frames_later.openness_elsewhere, 2, True, (Longxun, Ucap)),
    (frames_later.wide_spread, 2, False, ANY),
    (frames_later.units_boxes, 1, True, (Trs,)),
    (frames_later.gkmlpt_sub, 2, True, (Gkmlpt,)),
)
THIRD: Frames = (
    (frames_last.year_class_tree, 2, False, (Trs, Intertid)),
    (frames_last.own_function, 3, False, ANY),
    (frames_last.customs, 1, False, (Trs,)),
    (frames_last.far_sister, 2, False, (Trs, Ucap)),
    (frames_last.drawn, 1, False, (Numbered,)),
    (frames_last.still_empty, 1, True, (Trs,)),
    (frames_last.two_menus, 2, False, (Trs, frames_last.Stamped)),
    (frames_last.old_asp, 2, True, (frames_last.Asp,)),
    (frames_last.thick_menu, 3, False, ANY),
    (frames_last.by_department, 2, True, (frames_last.Uuid, Jpage)),
    (frames_last.details, 3, False, (frames_last.Uuid, frames_last.Tax, Jpaas)),
    (frames_last.parts_of_a_page, 2, False, (Vsb, frames_last.Stamped)),
)
FOURTH: Frames = (
    (frames_fresh.ministry, 3, False, (Trs, Ucap, Dated)),
    (frames_fresh.foot, 2, False, ANY),
    (frames_fresh.floating, 2, False, ANY),
    (frames_fresh.described, 2, False, ANY),
    (frames_fresh.two_tongues, 2, False, ANY),
    (frames_fresh.table_of_contents, 2, True, ANY),
    (frames_fresh.other_port, 1, False, (Trs,)),
    (frames_fresh.year_form, 3, False, (frames_fresh.Query, Vsb, Jpage)),
    (frames_fresh.other_statutory, 2, False, ANY),
    (frames_fresh.broken_markup, 2, True, (Aspx, Trs)),
    (frames_fresh.old_menu_kept, 2, False, ANY),
    (frames_fresh.dead_entry, 2, False, (Trs, Jpage)),
    (frames_fresh.announced, 3, False, ANY),
    (frames_fresh.long_bar, 4, True, ANY),
)
FIFTH: Frames = (
    (frames_final.entrance_names, 4, False, ANY),
    (frames_final.column_names, 4, True, ANY),
    (frames_final.years_as_rows, 2, False, (Trs, Vsb)),
    (frames_final.short_rows, 3, True, ANY),
    (frames_final.mixed_rows, 2, False, ANY),
    (frames_final.modal, 2, False, ANY),
    (frames_final.frames_in_frames, 1, False, (Trs,)),
    (frames_final.units_mixed, 2, False, (Trs, Jpage)),
    (frames_final.chinese_path, 1, False, (Dated,)),
    (frames_final.climbing, 1, False, (Trs,)),
    (frames_final.explained, 2, False, ANY),
    (frames_final.without_www, 2, False, ANY),
    (frames_final.typical, 6, False, ANY),
)


SETS = {"1": FIRST, "2": SECOND, "3": THIRD, "4": FOURTH, "5": FIFTH}


@cache
def sites(which: str) -> tuple[Site, ...]:
    """Give a set's portals, the same ones every time."""
    rng = Random(f"unseen {which}")
    turn, built, taken = 0, [], set()
    for frame, many, office, systems in SETS[which]:
        for number in range(many):
            while (where := words.place(rng))[1] in taken:
                pass
            taken.add(where[1])
            system = systems[turn % len(systems) if systems is ANY else number % len(systems)]()
            turn += systems is ANY
            short = words.department(rng)[0] if office else ""
            kit = Kit(Random(rng.random()), system, frame.__name__, where, short)
            frame(kit)
            built.append(kit.done())
    return tuple(built)
