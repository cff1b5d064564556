"""Run the command line with `python -m polyonym`."""

from polyonym.cli.app import main

if __name__ == "__main__":
    main()
