"""Files that people bring: what is in them is found out, shown, and only then used."""
