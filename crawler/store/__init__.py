"""The archive: WARC files of everything that was exchanged, how they are written, read and played.

Receives exchanges from the wire. Gives them back by file and offset, to whoever reads a body and to
a replay. Refuses a record that is damaged or cut short.
"""
