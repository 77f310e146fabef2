"""`python -m interfaces.cli`, where no `succotash` is installed."""

from interfaces.cli.app import app

app()
