"""The matcher: grids → value cells with codes. Pure; nothing here knows of files or pages.

Receives the grids of a document, whatever reader made them, and the forms of the code book. Gives
the statutory tables that are there, each in the form its own labels show, with every value cell.
"""
