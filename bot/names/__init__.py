"""From any spelling to an Entity. Pure."""
