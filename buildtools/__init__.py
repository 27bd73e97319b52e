"""The steps that `build.py` drives: environment, vendoring, wheel, trimming, page, server, checks."""
