"""Tests, named after what they specify."""
