"""What was found: from titles, pages and the ledger to reports, gaps and alarms.

Receives titles and pages as the spider met them, and the ledger's tables. Gives what each document
is (`titles`, `chapters`), which unit and year has its report and why the others have none
(`coverage`), and what changed on a portal that nobody announced (`alarms`). Asks nothing of any
portal and writes no file of its own but the status page.
"""
