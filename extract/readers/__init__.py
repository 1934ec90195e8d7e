"""One module a format: `read(data: bytes) -> Layout`. A reader knows no form and no code."""
