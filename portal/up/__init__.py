"""The whole site with one command: `python -m portal.up`."""
