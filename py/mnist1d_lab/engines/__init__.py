"""Who executes an experiment's tasks."""
