"""What ails the hosts of an invented country: each ill with the truth of what it hides.

An ill receives a host with all it publishes, and gives the faults that serve it and what a polite
and perfect crawl can know all the same: columns that cannot be read and why, rows that are never
seen, documents that cannot be fetched. What the crawler would have to do to know more (solve a
challenge, run a script) is not done, so it is not in the truth either.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from tests.portal.country import Column, Other, Report, path_of
from tests.portal.faults import (
    SCRIPT_DRAWN,
    SCRIPT_ONLY,
    Body,
    Challenge,
    Fault,
    Garbled,
    HttpOnly,
    Leads,
    Nonsense,
    Passing,
    RateLimited,
    Refused,
    Rewritten,
    RobotsUnavailable,
    Silence,
    Slow,
    SoftMissing,
    Status,
    Tls,
    Truncated,
)

State = tuple[str, str]
"""State and kind as the coverage gives them."""

PARTIAL: State = ("unconfirmed", "")
"""Of a document: it is kept and cannot be known as the report."""

STATIC = frozenset({"vsb", "intertid", "aspx", "jhtml"})


@dataclass(frozen=True)
class Host:
    """A host and what it publishes, newest rows first."""

    name: str
    platform: str
    columns: tuple[Column, ...]
    rows: Mapping[str, tuple[Report | Other, ...]]
    """By column."""

    @property
    def pages(self) -> list[Report]:
        """The reports whose pages hold them, on this host, newest first."""
        found = {
            row.url: row
            for rows in self.rows.values()
            for row in rows
            if isinstance(row, Report)
            and row.outline not in {"none", "pictures"}
            and f"//{self.name}/" in row.url
        }
        return sorted(found.values(), key=lambda row: (row.published, row.url), reverse=True)


@dataclass(frozen=True)
class Effect:
    """The faults of a host, and what they hide."""

    faults: tuple[Fault, ...] = ()
    columns: Mapping[str, State] = field(default_factory=dict)
    """Columns of which nothing can be read."""
    partial: frozenset[str] = frozenset()
    """Columns that were not read to their end."""
    hidden: frozenset[str] = frozenset()
    """Addresses that stand in rows nobody sees."""
    documents: Mapping[str, State] = field(default_factory=dict)
    """By address: documents that are seen in a listing and not had."""
    robots: str | None = None
    unpinned: bool = False
    optout: bool = False
    lax: bool = False
    old_addresses: bool = False
    """The registry has addresses of the columns that lead to the ones they have now."""


@dataclass(frozen=True)
class Ill:
    """An ill by its name; `platforms` it can befall, all when empty; `https` hosts only."""

    name: str
    strike: Callable[[Host], Effect]
    platforms: frozenset[str] = frozenset()
    https: bool = False


Fate = Callable[[str, str], Fault]
"""From host and path to a fault."""


def _whole(name: str, fault: Callable[[str], Fault] | None, *state: str, **more: object) -> Ill:
    """The host as such: not even robots.txt is answered."""

    def strike(host: Host) -> Effect:
        faults = (fault(host.name),) if fault else ()
        columns = {column.column_id: (state[0], state[1]) for column in host.columns}
        return Effect(faults, columns, **more)  # type: ignore[arg-type]

    return Ill(name, strike)


def _section(name: str, fate: Fate, *state: str, platforms: frozenset[str] = frozenset()) -> Ill:
    """The columns of a host, while all else of it answers."""

    def strike(host: Host) -> Effect:
        faults = tuple(fate(host.name, path_of(column.url)) for column in host.columns)
        return Effect(faults, {c.column_id: (state[0], state[1]) for c in host.columns})

    return Ill(name, strike, platforms)


def _documents(name: str, fate: Fate, *state: str, most: int = 2) -> Ill:
    """Some reports of a host, those that came out last."""

    def strike(host: Host) -> Effect:
        struck = host.pages[:most]
        faults = tuple(fate(host.name, path_of(row.url)) for row in struck)
        return Effect(faults, documents={row.url: (state[0], state[1]) for row in struck})

    return Ill(name, strike, frozenset(_PLATFORMS) - {"aspx"})


def _harmless(name: str, fate: Fate) -> Ill:
    """What passes, or costs time only."""

    def strike(host: Host) -> Effect:
        return Effect(tuple(fate(host.name, path_of(row.url)) for row in host.pages[:2]))

    return Ill(name, strike)


def _robots(name: str, text: str) -> Ill:
    def strike(host: Host) -> Effect:
        return Effect(robots=text)

    return Ill(name, strike)


_PLATFORMS = (
    "trs",
    "gkmlpt",
    "hanweb_jpage",
    "hanweb_xxgk",
    "jpaas",
    "ucap",
    "longxun",
    "vsb",
    "intertid",
    "aspx",
    "jhtml",
)


def _robots_section(host: Host) -> Effect:
    lines = [f"Disallow: {path_of(column.url)}" for column in host.columns]
    state = ("blocked", "robots")
    return Effect(
        robots="\n".join(("User-agent: *", *lines, "")),
        columns={column.column_id: state for column in host.columns},
    )


def _robots_documents(host: Host) -> Effect:
    struck = host.pages[:2]
    lines = [f"Disallow: {path_of(row.url)}" for row in struck]
    documents = {row.url: ("blocked", "robots") for row in struck}
    return Effect(robots="\n".join(("User-agent: *", *lines, "")), documents=documents)


def _challenged_at_last(host: Host) -> Effect:
    """The oldest page is answered with a challenge: what would be asked after it is left alone."""
    if len(host.columns) > 1 or not host.pages:
        return Effect()
    last = host.pages[-1]
    files = {
        file.url: ("not_yet_sought", "")
        for rows in host.rows.values()
        for row in rows
        for file in row.files
        if file.url != row.url
    }
    return Effect(
        (Challenge(host.name, path_of(last.url)),),
        documents={**files, last.url: ("blocked", "challenge_412")},
    )


def _moved(host: Host) -> Effect:
    faults = tuple(
        Leads(host.name, path_of(column.url), f"http://new.{host.name}{path_of(column.url)}")
        for column in host.columns
    )
    return Effect(faults, {c.column_id: ("unreachable", "moved") for c in host.columns})


def _old_addresses(how: str) -> Callable[[Host], Effect]:
    def strike(host: Host) -> Effect:
        faults = tuple(
            Leads(host.name, old_path(number), _href(column), how=how)
            for number, column in enumerate(host.columns)
        )
        return Effect(faults, old_addresses=True)

    return strike


def old_path(number: int) -> str:
    """Where a column was before it moved within its host."""
    return f"/zfxxgk/nb/lm{number}/"


def _href(column: Column) -> str:
    return column.url.partition("//")[2].partition("/")[2].join(("/", "")).partition("#")[0]


def _second_page_missing(host: Host) -> Effect:
    """TRS: page 2 of the listing is not there, and the rows it would show are not seen."""
    faults: list[Fault] = []
    hidden: set[str] = set()
    partial: set[str] = set()
    for column in host.columns:
        rows = host.rows[column.column_id]
        if len(rows) > 7:
            faults.append(Status(host.name, f"{path_of(column.url)}index_1.html", 404))
            hidden |= {row.url for row in rows[7:14]}
            partial.add(column.column_id)
    return Effect(tuple(faults), partial=frozenset(partial), hidden=frozenset(hidden))


def _one_page_too_many(host: Host) -> Effect:
    """TRS: the script counts a page that is not there."""

    def more(match: object) -> str:
        return f"createPageHTML({int(match[1]) + 1},"  # type: ignore[index]

    faults = tuple(
        Rewritten(host.name, path_of(c.url), r"createPageHTML\((\d+),", more) for c in host.columns
    )
    return Effect(faults, partial=frozenset(c.column_id for c in host.columns))


def _total_disagrees(host: Host) -> Effect:
    """The portal counts more rows than it shows."""

    def more(match: object) -> str:
        return f"{match[1]}{int(match[2]) + 4}{match[3]}"  # type: ignore[index]

    pattern = r"(共)(\d+)(条)"
    paths = (path_of(column.url).removesuffix(".htm") for column in host.columns)
    faults = tuple(Rewritten(host.name, path, pattern, more) for path in paths)
    return Effect(faults, partial=frozenset(c.column_id for c in host.columns))


def _soft_missing_column(host: Host) -> Effect:
    faults: list[Fault] = [Status(host.name, path_of(c.url), 404) for c in host.columns]
    faults.append(SoftMissing(host.name))
    return Effect(tuple(faults), {c.column_id: ("unreachable", "soft404") for c in host.columns})


def _soft_missing_documents(host: Host) -> Effect:
    struck = host.pages[:2]
    faults = [Status(host.name, path_of(row.url), 404) for row in struck]
    documents = {row.url: ("unreachable", "soft404") for row in struck}
    return Effect((*faults, SoftMissing(host.name)), documents=documents)


def _tls(certificate: str) -> Callable[[Host], Effect]:
    def strike(host: Host) -> Effect:
        states = {column.column_id: ("unreachable", "tls") for column in host.columns}
        return Effect((Tls(host.name, certificate=certificate), Refused(host.name)), states)

    return strike


def _tls_lax(host: Host) -> Effect:
    return Effect((Tls(host.name, certificate="self_signed"), Refused(host.name)), lax=True)


def _tls_or_plain(host: Host) -> Effect:
    """Its certificate fails, and it answers without one."""
    return Effect((Tls(host.name, certificate="expired"),))


def _http_only(host: Host) -> Effect:
    return Effect((HttpOnly(host.name),))


ILLS: tuple[Ill, ...] = (
    _whole("challenge_412", Challenge, "blocked", "challenge_412"),
    _whole("challenge_521", lambda h: Challenge(h, status=521), "blocked", "challenge_521"),
    _whole("challenge_512", lambda h: Challenge(h, status=512), "blocked", "challenge_512"),
    _whole("challenge_202", lambda h: Challenge(h, status=202), "blocked", "challenge_202"),
    _whole("challenge_200", lambda h: Challenge(h, status=200), "blocked", "challenge_shell"),
    _whole("challenge_403", lambda h: Challenge(h, status=403), "blocked", "challenge_403"),
    _section("challenged_column", Challenge, "blocked", "challenge_412"),
    _section(
        "challenge_shell_at_column",
        lambda h, p: Challenge(h, p, status=200),
        "blocked",
        "challenge_shell",
    ),
    Ill("challenged_at_last", _challenged_at_last, frozenset(_PLATFORMS) - {"aspx"}),
    *(
        _whole(f"waf_{n}", lambda h, n=n: Status(h, status=n), "blocked", f"waf_{n}")  # type: ignore[misc]
        for n in (403, 405, 406, 493)
    ),
    _section("waf_at_column", Status, "blocked", "waf_403"),
    _documents("waf_at_documents", Status, "blocked", "waf_403"),
    _whole("robots_all", None, "blocked", "robots", robots="User-agent: *\nDisallow: /\n"),
    Ill("robots_section", _robots_section),
    Ill("robots_documents", _robots_documents, frozenset(_PLATFORMS) - {"aspx"}),
    _whole("robots_503", RobotsUnavailable, "blocked", "robots_unavailable"),
    _robots("robots_of_others", "User-agent: Baiduspider\nDisallow: /\n"),
    _robots("robots_page", "<html><body><p>抱歉，您访问的页面不存在。</p></body></html>"),
    _robots("crawl_delay", "User-agent: *\nCrawl-delay: 0.1\nDisallow: /wzadmin/\n"),
    _whole("silence", Silence, "unreachable", "timeout"),
    _section("silent_column", Silence, "unreachable", "timeout"),
    _whole("refused", Refused, "unreachable", "refused"),
    _whole("unpinned", None, "not_yet_sought", "", unpinned=True),
    _whole("optout", None, "blocked", "optout", optout=True),
    Ill("tls_expired", _tls("expired"), https=True),
    Ill("tls_other_name", _tls("other_name"), https=True),
    Ill("tls_self_signed_lax", _tls_lax, https=True),
    Ill("tls_or_plain", _tls_or_plain, https=True),
    Ill("http_only", _http_only, https=True),
    _section("rate_limited", lambda h, p: RateLimited(h, p, "3600"), "blocked", "rate_limited"),
    _harmless("rate_limited_for_once", lambda h, p: Passing(h, p, RateLimited(h, p, "1"))),
    _harmless("unavailable_for_once", lambda h, p: Passing(h, p, Status(h, p, 503), 2)),
    _harmless("truncated_for_once", lambda h, p: Passing(h, p, Truncated(h, p))),
    _harmless("silent_for_once", lambda h, p: Passing(h, p, Silence(h, p))),
    _harmless("slow", lambda h, p: Slow(h, p, 0.4)),
    _section("http_502", lambda h, p: Status(h, p, 502), "unreachable", "http_502"),
    _section("column_missing", lambda h, p: Status(h, p, 404), "unreachable", "http_404"),
    _section("column_gone", lambda h, p: Status(h, p, 410), "unreachable", "http_410"),
    Ill("soft_missing_column", _soft_missing_column),
    Ill("soft_missing_documents", _soft_missing_documents, frozenset(_PLATFORMS) - {"aspx"}),
    _documents("dead_links", lambda h, p: Status(h, p, 404), "unreachable", "http_404"),
    _documents("documents_home", Leads, "unreachable", "redirected_home"),
    _documents(
        "documents_away",
        lambda h, p: Leads(h, p, f"http://archive.{h}{p}"),
        "blocked",
        "offsite",
    ),
    _documents("documents_cut", Truncated, "unreachable", "truncated"),
    _harmless("documents_garbled", Garbled),
    _documents("documents_empty", lambda h, p: Body(h, p, " "), "unreachable", "empty_body"),
    _documents(
        "documents_junk",
        lambda h, p: Body(h, p, '{"code": 500}', "application/json"),
        "unreachable",
        "unknown_type",
    ),
    _documents("one_body", Nonsense, *PARTIAL, most=99),
    Ill("moved", _moved),
    _section("column_home", Leads, "unreachable", "redirected_home"),
    Ill("script_redirect", _old_addresses("script"), frozenset(_PLATFORMS) - {"gkmlpt"}),
    Ill("meta_redirect", _old_addresses("refresh"), frozenset(_PLATFORMS) - {"gkmlpt"}),
    Ill("redirect", _old_addresses("redirect"), frozenset(_PLATFORMS) - {"gkmlpt"}),
    _section("script_only", lambda h, p: Body(h, p, SCRIPT_ONLY), "js_only", "js_only"),
    _section("script_drawn", lambda h, p: Body(h, p, SCRIPT_DRAWN), "js_only", "js_only"),
    _section("maintenance", Nonsense, "unreachable", "not_a_listing"),
    _section("column_garbled", Garbled, "unreachable", "undecodable"),
    _section("column_cut", Truncated, "unreachable", "truncated"),
    Ill("second_page_missing", _second_page_missing, frozenset({"trs"})),
    Ill("one_page_too_many", _one_page_too_many, frozenset({"trs"})),
    Ill("total_disagrees", _total_disagrees, frozenset({"vsb"})),
)
"""Every ill, once."""
