"""The themes of comments, for administrators."""
