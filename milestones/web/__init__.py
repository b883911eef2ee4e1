"""Pages of the plan: exchanges, timeframes, progress. Each subject has a package of its own with its ``urls``."""
