"""python -m posturecheck."""

from posturecheck.cli import main

if __name__ == "__main__":
    main()
