"""Run the program: python -m qualityvisit."""


def main() -> None:
    """Hand over to the command line, which opens the window where no command is given."""
    from qualityvisit.cli import main as run  # noqa: PLC0415 start-up time is measured

    run()


if __name__ == "__main__":
    main()
