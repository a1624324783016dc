"""Questions in, pages out. Every composer is pure: it reads a Story that was loaded and writes nothing."""
