"""What every adapter needs of a page: text, links, dates, rows, how a list goes on. Pure."""
