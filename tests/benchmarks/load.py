"""Puts load on one address, or several in turn, with wrk, and says what came back."""

import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Self

REPORT = Path(__file__).with_name("report.lua")


@dataclass(frozen=True, slots=True)
class Measurement:
    """Requests per second; latencies in milliseconds."""

    per_second: float
    p50: float
    p99: float

    @classmethod
    def median_of(cls, rounds: Iterable[Self]) -> Self:
        rows = list(rounds)
        return cls(
            per_second=median(row.per_second for row in rows),
            p50=median(row.p50 for row in rows),
            p99=median(row.p99 for row in rows),
        )


def require_wrk() -> None:
    if not shutil.which("wrk"):
        raise SystemExit(
            "The load generator wrk is missing: install it (apt-get install wrk, brew install wrk)."
        )


def measure(
    address: str,
    paths: tuple[str, ...],
    *,
    headers: dict[str, str] | None = None,
    seconds: int,
    connections: int,
) -> Measurement:
    """Ask the server at `address` for these paths in turn for `seconds`, so many at a time."""
    if not address.startswith("http://127.0.0.1:"):
        raise ValueError(f"Load goes to this machine only, not to {address}.")
    told = [part for item in (headers or {}).items() for part in ("-H", ": ".join(item))]
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "-s", str(REPORT), *told]
    in_turn = ["--", *paths] if len(paths) > 1 else []
    output = subprocess.run(
        [*command, address + paths[0], *in_turn], capture_output=True, text=True, check=True
    ).stdout
    report = next(line for line in output.splitlines() if line.startswith("REPORT "))
    requests, duration, p50, p99, errors = map(int, report.split()[1:])
    if errors or not requests:
        raise SystemExit(f"{address}{paths[0]}: {errors} of {requests} requests failed.")
    return Measurement(per_second=requests / duration * 1e6, p50=p50 / 1000, p99=p99 / 1000)
