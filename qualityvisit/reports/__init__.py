"""Records to outline to Word and PDF. Pure."""
