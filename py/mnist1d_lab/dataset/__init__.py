"""How a data set is made, read, described and written."""
