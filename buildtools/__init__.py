"""The steps that `build.py` drives, one file each."""
