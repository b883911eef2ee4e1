"""The plan in time: the timeline with its reasons, the linkage between areas, and what would happen if."""
