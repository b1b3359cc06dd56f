"""Bytes at rest: the encrypted file on this computer, which knows no meaning."""
