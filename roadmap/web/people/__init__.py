"""Who works on a roadmap, for administrators."""
