"""Evidence and what follows from it: the state of milestones, measures, crossings and criteria, and breaches of policy lines.

What is computed here is computed from a :class:`~roadmap.domain.document.Document` alone and can be typed in by nobody.
"""
