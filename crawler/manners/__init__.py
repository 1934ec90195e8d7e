"""How portals are treated: whom we may ask, how often, and what an answer means for asking again.

The gate (`robots`), the pace on the wire (`downloader`, `wire`, `pace`), hours and budgets
(`hours`, `allowance`), what is a refusal and what leads elsewhere (`outcomes`, `hops`, `soft404`),
and the audit that recomputes all of it from the archive alone (`audit`).
"""
