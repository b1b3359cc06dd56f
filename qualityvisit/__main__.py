"""Run the program: python -m qualityvisit."""

import sys


def main() -> None:
    """Run the command line, or open the window where no command is given."""
    from qualityvisit import cli  # noqa: PLC0415 start-up time is measured

    profile, language = cli.main()
    from qualityvisit.app import run  # noqa: PLC0415 the command line needs no Qt

    sys.exit(run(profile, language))


if __name__ == "__main__":
    main()
