"""Metadata of a release, for catalogues, archives and programs that read data packages."""

from transform.metadata.writing import write

__all__ = ["write"]
