"""What is not a known error is a bug: a report without anybody's words in it."""

import traceback
from datetime import UTC, datetime
from pathlib import Path

from qualityvisit.words import _


def report(problem: BaseException, folder: Path) -> tuple[str, str, str]:
    """Write to ``folder`` where a bug happened, and return (kind, title, advice).

    Messages and values are left out, since they may hold what somebody wrote.
    """
    frames = traceback.extract_tb(problem.__traceback__)
    lines = [f"{Path(f.filename).name}:{f.lineno} {f.name}" for f in frames]
    kind = type(problem).__name__
    file = folder / "crash.txt"
    advice = _("What was saved is safe. Start the program again.")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        moment = datetime.now(UTC).isoformat(timespec="seconds")
        file.write_text("\n".join([f"{moment} {kind}", *lines, ""]), "utf-8")
        advice += " " + _(
            "Send {file} to whoever helps you: it holds no names or notes.", file=file
        )
    except OSError:
        advice += " " + "; ".join(lines[-3:])
    return kind, _("Something went wrong in the program."), advice
