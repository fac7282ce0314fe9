"""What `import textmine as tm` offers: the functions of the rooms for data frames and notebooks.

Nothing here computes anything; the names themselves are listed in `textmine/__init__.py`.
"""
