"""What a newcomer's `make` targets do: install, start, test, stop.

These modules run before anything is installed, so they use the standard library only
(`mailcatcher` excepted, which runs inside the virtual environment).
"""
