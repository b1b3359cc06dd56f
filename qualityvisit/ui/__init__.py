"""The screens: all of Qt and nothing but."""
