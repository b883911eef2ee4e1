"""Step-for-step: what areas give one another, who waits for whom, how it balances, what may not be given, what may be proposed.

Everything here is a pure function over a document; words for people are in ``wording``.
"""
