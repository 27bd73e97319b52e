"""Docstrings of compiled functions: left out, like all of NumPy's."""
