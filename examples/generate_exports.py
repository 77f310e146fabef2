"""Write a synthetic shop's year as the files that its platforms export.

    python examples/generate_exports.py DIRECTORY [--seed N] [--customers N]

The same seed and number of customers give the same bytes. What the files say, and which quirks of real
exports they have, stands in README.md beside this script.
"""

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # a plain script, from any directory

from examples.synthetic_shop.year import exports

DEFAULT_SEED = 20250701
FEWEST, MOST = 200, 50_000


def main(arguments: list[str] | None = None) -> int:
    """Write the files; answer the exit code: 0, or 2 when the directory cannot be written."""
    options = _parser().parse_args(arguments)
    try:
        options.directory.mkdir(parents=True, exist_ok=True)
        for name, text in exports(options.seed, options.customers).items():
            content = text.encode("utf-8")
            (options.directory / name).write_bytes(content)
            print(f"{len(content):>10,}  {name}")
    except OSError as error:
        print(f"cannot write to {options.directory}: {error.strerror}", file=sys.stderr)
        return 2
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="Write a synthetic shop's year as ad and order exports.")
    parser.add_argument("directory", type=Path, metavar="DIRECTORY", help="made if it is not there")
    parser.add_argument("--seed", type=_seed, default=DEFAULT_SEED, help="default %(default)s")
    parser.add_argument("--customers", type=_customers, default=5000, help="default %(default)s")
    return parser


def _seed(text: str) -> int:
    return _whole(text, 0, 2**63 - 1)


def _customers(text: str) -> int:
    return _whole(text, FEWEST, MOST)


def _whole(text: str, least: int, most: int) -> int:
    """A whole number within bounds; anything else is a usage error."""
    if text.isascii() and text.isdigit() and len(text) < 20 and least <= int(text) <= most:
        return int(text)
    raise argparse.ArgumentTypeError(f"must be a whole number from {least} to {most}")


if __name__ == "__main__":
    sys.exit(main())
