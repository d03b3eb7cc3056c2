"""`python -m neurio_gen`."""

from neurio_gen.cli.main import main

if __name__ == "__main__":
    main()
