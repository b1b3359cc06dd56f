"""The screens: all of Qt and nothing but."""

import builtins

import PySide6.QtCore  # noqa: F401 it puts its own import in place of Python's

# PySide reads the source of whatever is imported after it, in search of a feature that nothing here
# uses: 3 MB and 8 ms at the start. The import that it has kept beside its own does without.
builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
