"""What a report says outside its tables: title, issuer, year, scope, sections, figures. Pure.

Receives running text in reading order. Gives what is printed; what the tables say differently is
a flag with a reason and changes no value.
"""
