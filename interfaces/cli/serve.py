"""`succotash serve`: the report and the API, for this machine alone."""

from __future__ import annotations

from typing import Annotated

import typer

from interfaces.cli import options
from interfaces.cli.command import within
from interfaces.cli.screen import say

Host = Annotated[
    str,
    typer.Option("--host", metavar="HOST", help="Where to listen: this machine only, as there are no accounts yet."),
]
Port = Annotated[int, typer.Option("--port", metavar="N", callback=within(0, 65_535), help="0 takes any that is free.")]
Currency = Annotated[
    str | None,
    typer.Option(
        "--currency", metavar="CUR", help="Of questions that name none.", show_default="the only one that files name"
    ),
]
Timezone = Annotated[
    str, typer.Option("--timezone", metavar="ZONE", help="Whose days these are, where a question does not say.")
]
MaxUpload = Annotated[
    int, typer.Option("--max-upload", metavar="MB", callback=within(1, 4_096), help="The largest file that is taken.")
]
Open = Annotated[bool, typer.Option("--open", help="Open the report in the browser.")]
AccessLog = Annotated[bool, typer.Option("--access-log", help="A line per request on standard error, without queries.")]


def serve(
    host: Host = "127.0.0.1",
    port: Port = 8000,
    database: options.Database = None,
    currency: Currency = None,
    timezone: Timezone = "UTC",
    max_upload: MaxUpload = 256,
    open_report: Open = False,
    access_log: AccessLog = False,
) -> None:
    """The report in the browser, and the same answers for programs.

    Listens on this machine only. Stops with Ctrl+C, once what is under way is done.

    Examples:
      succotash serve --open
      succotash serve --port 8080 --currency AUD --timezone Australia/Sydney
    """
    from interfaces.http.arenas import share_arenas

    share_arenas()
    from domain.shared.periods import business_zone
    from infrastructure.container import build_container, load_settings
    from interfaces.http.server import bind, require_loopback, run, url_of
    from interfaces.http.serving import MEGABYTE, ServingOptions

    require_loopback(host)
    serving = ServingOptions(
        currency=options.optional_currency(currency),
        timezone=business_zone(timezone).key,
        max_upload=max_upload * MEGABYTE,
        access_log=access_log,
    )
    settings = load_settings(database)
    with build_container(settings, patience=serving.question_time) as container, bind(host, port) as place:
        from interfaces.http.app import create_app

        run(create_app(container, serving), place, serving, lambda: _ready(url_of(place), open_report=open_report))


def _ready(url: str, *, open_report: bool) -> None:
    say(f"Succotash is ready: {url} (stop with Ctrl+C)")
    if open_report:
        import webbrowser
        from threading import Thread

        Thread(target=webbrowser.open, args=(f"{url}/report",), daemon=True).start()
