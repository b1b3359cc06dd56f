"""Run the program: python -m qualityvisit."""

import gc
import sys


def main() -> None:
    """Run the command line, or open the window where no command is given."""
    gc.disable()  # nothing is thrown away before the window stands, which enables it again
    if len(sys.argv) > 1:
        from qualityvisit import cli  # noqa: PLC0415 the window needs no command line

        profile, language = cli.main()
    else:
        from qualityvisit.settings import default_profile  # noqa: PLC0415

        profile, language = default_profile(), ""
    from qualityvisit.app import run  # noqa: PLC0415 the command line needs no Qt

    sys.exit(run(profile, language))


if __name__ == "__main__":
    main()
