"""What may point somebody out in a text, found on this computer, with a neutral wording."""

from qualityvisit.model.safe.find import find
from qualityvisit.model.safe.found import CATEGORIES, LIMIT, Found
from qualityvisit.model.safe.lists import Lists

__all__ = ["CATEGORIES", "LIMIT", "Found", "Lists", "find"]
