"""Bytes on the way: sealed bundles through a store that can only list, get and put."""
