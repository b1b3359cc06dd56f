"""Which names in a store are ours: everything else that lies there is passed over.

Strict, because other programs leave files beside ours: conflict copies with a person's or a
computer's name in theirs, half-written files, folders of their own.
"""

import re

OURS = re.compile(
    r"workspace/[0-9a-f]{64}"
    r"|[0-9a-f]{20}/[0-9]{8}-[0-9a-f]{16}"
    r"|(?:snapshot|pack)/[0-9a-f]{20}-[0-9]{8}-[0-9a-f]{16}"
)
FOLDER = re.compile(r"workspace|snapshot|pack|[0-9a-f]{20}")


def ours(names: "set[str]") -> set[str]:
    """Return those of the names that are ours."""
    return {name for name in names if OURS.fullmatch(name)}
