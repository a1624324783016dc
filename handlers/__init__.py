"""What people can ask."""
