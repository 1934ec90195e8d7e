"""What a reader opens a dataset with: `catalog.sql`, its views, macros and comments."""
