"""The package's version, the one that records and the page show."""

__version__ = "0.1.0"
