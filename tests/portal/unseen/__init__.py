"""Held-out portals and pages, written without sight of the walk and of the platform marks.

Their shapes come from what is known of real portals alone, so what the code scores on them is
what it may score on a portal nobody has shown it.
"""
