"""Make a PostgreSQL ready for Succotash: two roles, a database, its schema, and the rights that the program needs.

It may be run again at any time: what is there already is left as it is, what is missing is completed, and after a new
version of the program the schema is brought up to date.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
import traceback
from collections.abc import Mapping, Sequence
from getpass import getpass
from pathlib import Path
from typing import Any, NoReturn

try:
    from domain.shared.errors import InvalidValue, StorageError, SuccotashError
    from infrastructure.container import Health, Schema, advice_on, build_container, load_settings
    from infrastructure.postgres.provisioning import (
        Asked,
        Step,
        Wanted,
        administrator_of,
        located,
        provision,
        wanted_by,
    )
    from interfaces.cli.failures import DONE, INTERRUPTED, UNUSABLE, exit_code_of
    from interfaces.cli.screen import errors, say, say_json, shown, speak_utf8
except ModuleNotFoundError as missing:
    sys.exit(f"error: this Python has no {missing.name}: run .venv/bin/python setup_postgres_db.py, after make run")

EPILOG = """\
The administrator connects by --admin-url or SETUP_ADMIN_URL, else as libpq does: PGHOST, PGUSER, PGPASSWORD, PGSERVICE,
~/.pgpass. What is to be there is told by the program's own DATABASE_URL or DB_HOST, DB_PORT, DB_NAME, DB_USER and
DB_PASSWORD; an option wins over both. The application's password comes from there, from a file, or is asked for; it is
never an option, because others on this machine can read those.

exit codes: 0 done, 1 the server or something on it cannot be used, 2 a wrong option

examples:
  DB_PASSWORD=... SETUP_ADMIN_URL=postgresql://postgres:...@db.example/postgres python setup_postgres_db.py
  python setup_postgres_db.py --dev --host localhost
"""


class Parser(argparse.ArgumentParser):
    """Says what is wrong in one line. What was typed is not repeated: it may be a password."""

    def error(self, message: str) -> NoReturn:
        said = re.split(r":? ['\"]", message)[0]
        raise InvalidValue(said.replace("ignored explicit argument", "takes no value"), code="usage")


def parser() -> Parser:
    made = Parser(
        prog="setup_postgres_db.py",
        description=(__doc__ or "").strip(),
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    add = made.add_argument
    add("--admin-url", metavar="URL", help="the administrator's connection (SETUP_ADMIN_URL keeps its password off ps)")
    add("--host", help="where the application finds the server, if not where the administrator does")
    add("--port", type=_port, metavar="PORT", help="and at which port")
    add("--database", metavar="NAME", help="the database to create (supreme_octosuccotash_db)")
    add("--user", metavar="NAME", help="the application's role (app_user)")
    add("--owner", metavar="NAME", default=Asked().owner, help="the role that owns the schema (%(default)s)")
    add("--password-file", type=Path, metavar="FILE", help="a file whose only line is the application's password")
    add("--dev", action="store_true", help="for a development machine: any password, and app_password by default")
    add("--json", action="store_true", help="print one object, for programs")
    add("--quiet", action="store_true", help="print nothing if all goes well")
    return made


def main(words: Sequence[str] | None = None) -> int:
    """The exit code; the one place where errors become a line."""
    speak_utf8()
    given = list(sys.argv[1:] if words is None else words)
    as_json = "--json" in given
    try:
        return _run(_parsed(given), os.environ)
    except SuccotashError as error:
        return _fail(error.code, error.message + _advice(error), exit_code_of(error), as_json=as_json)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return UNUSABLE
    except (KeyboardInterrupt, EOFError):
        return _fail("interrupted", "interrupted; run it again to complete it", INTERRUPTED, as_json=as_json)
    except Exception as error:  # noqa: BLE001 - a traceback would show more than a person needs, and perhaps a secret
        kind = type(error).__name__
        what = f"something unexpected happened ({kind}); run again with SUCCOTASH_DEBUG=1 for the details"
        return _fail("unexpected", what, UNUSABLE, as_json=as_json)


def _run(options: argparse.Namespace, environment: Mapping[str, str]) -> int:
    chosen = {name: value for name, value in vars(options).items() if name not in {"json", "quiet"}}
    asked = Asked(**chosen)
    wanted = wanted_by(asked, environment, _ask if sys.stdin is not None and sys.stdin.isatty() else None)
    administrator = administrator_of(asked, environment, wanted)
    wanted = located(wanted, administrator)
    steps: list[Step] = []
    for step in provision(wanted, administrator, _schema_at, _probe):
        steps.append(step)
        if not options.json and not options.quiet:
            say(f"{step.status:<15}{shown(step.what)}")
    if options.json:
        say_json(_answer(steps, wanted))
    elif not options.quiet:
        _say_end(steps, wanted)
    sys.stdout.flush()
    return DONE


def _parsed(words: Sequence[str]) -> argparse.Namespace:
    options, unknown = parser().parse_known_args(words)
    if any(word.partition("=")[0] in {"--password", "-p"} for word in unknown):
        raise InvalidValue(
            "a password is no option, because others on this machine could read it: use DB_PASSWORD or --password-file",
            code="usage",
        )
    if unknown:
        names = [word.partition("=")[0] for word in unknown if word.startswith("--")]
        what = f"the option {names[0]} is not known" if names else "a word belongs to no option"
        raise InvalidValue(f"{what}; see --help", code="usage")
    return options


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:6]) <= 65_535):
        raise argparse.ArgumentTypeError("must be a number from 1 to 65535")
    return int(text)


def _ask(user: str) -> str:
    password = getpass(f"Password for {user}: ")
    if getpass("The same again: ") != password:
        raise InvalidValue("the two passwords are not the same", code="password")
    return password


def _schema_at(url: str) -> Schema:
    return build_container(load_settings(url)).schema


def _probe(url: str) -> Health:
    with build_container(load_settings(url)) as container:
        health = container.database_health()
        return container.database_writable() if health.healthy else health


def _advice(error: SuccotashError) -> str:
    """Behind the message, where there is something to be advised that it does not say itself."""
    if not isinstance(error, StorageError):
        return ""
    unreached = "see that it runs, and to host and port (--admin-url or SETUP_ADMIN_URL names them)"
    advice = advice_on(error, unreached if "place" in error.details else "")
    return advice and f": {advice}"


def _answer(steps: Sequence[Step], wanted: Wanted) -> dict[str, Any]:
    return {
        "changed": any(step.changed_something for step in steps),
        "steps": [{"status": step.status, "what": step.what} for step in steps],
        "database_url": wanted.shown_url,
    }


def _say_end(steps: Sequence[Step], wanted: Wanted) -> None:
    changed = any(step.changed_something for step in steps)
    say("", "Done." if changed else "Nothing was changed: everything was there already.", "")
    say("Use it, with the password in place of PASSWORD (its special characters percent-encoded):")
    say(f"  export DATABASE_URL={wanted.shown_url}")


def _fail(code: str, message: str, exit_code: int, *, as_json: bool) -> int:
    if os.environ.get("SUCCOTASH_DEBUG") == "1":
        traceback.print_exc()
    line = shown(" ".join(message.split()))
    if as_json:
        say_json({"error": {"code": code, "message": line}})
    else:
        errors().print(f"error: {line}", soft_wrap=True)
    return exit_code


if __name__ == "__main__":
    sys.exit(main())
