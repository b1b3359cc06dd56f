"""The words of the trade: shared documents and the records read from them."""
