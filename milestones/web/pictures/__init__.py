"""Pages that show the pictures of a draft, and give them away as files."""
