"""What comes from outside: registers, key figures and guides, read into records. Pure."""
