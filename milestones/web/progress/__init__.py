"""Pages of the progress: what evidence shows, recording it, what follows from broken lines, and areas that change."""
