"""What a screen reader is told of the real window, read through AT-SPI."""
