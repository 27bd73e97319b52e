"""Source that runs in a browser's Pyodide; some of it here as well. Each has a ``main``."""
