"""Work in the background. Each task looks for due rows; losing a message of the broker loses nothing."""
