"""A synthetic country (合成国家) of any size: registry, ledger and record store, made of a seed.

For what depends on how much there is: the speed of a build, of queries, of a comparison. Its
figures are drawn, its identities hold but where a fault is planted, and the same seed and size give
the same bytes.
"""
