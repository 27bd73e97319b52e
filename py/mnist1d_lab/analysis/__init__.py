"""What a found mask looks like, how solutions are connected, and how sure a difference is."""
