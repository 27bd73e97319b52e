"""Masks, what chooses them, and the search for lottery tickets."""
