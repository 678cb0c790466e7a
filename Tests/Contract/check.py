"""Holds a live service against its own documents.

    check.py STAIRCASE [MORE ARGUMENTS FOR SCHEMATHESIS]

Starts `STAIRCASE serve` on a new folder and a free port, then: the OpenAPI document is valid; the
figures of /metrics are what Prometheus' own parser reads; and schemathesis finds nothing wrong with
any route. Prints 'N passed, N failed' and ends with 1 if something failed.
"""

import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import urllib.request

from openapi_spec_validator import OpenAPIV31SpecValidator
from prometheus_client.parser import text_string_to_metric_families

HERE = pathlib.Path(__file__).parent


class Service:
    """`staircase serve` without workers, for as long as a `with` lasts."""

    def __init__(self, program):
        self.program = program

    def __enter__(self):
        self.folder = tempfile.mkdtemp(prefix="staircase-contract-")
        self.log = open(f"{self.folder}/log", "w")
        arguments = ["serve", "--port", "0", "--workers", "0", "--data", f"{self.folder}/data"]
        self.process = subprocess.Popen(
            [self.program, *arguments], stdout=subprocess.PIPE, stderr=self.log, text=True
        )
        line = self.process.stdout.readline()
        found = re.search(r"http://\S+", line)
        if not found:
            raise SystemExit(
                f"the service did not start: {line}{pathlib.Path(self.log.name).read_text()}"
            )
        self.url = found.group()
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(timeout=30)
        self.log.close()
        shutil.rmtree(self.folder)

    def read(self, path):
        with urllib.request.urlopen(self.url + path, timeout=10) as answer:
            return answer.read().decode()


def document(service):
    """The OpenAPI document is one."""
    errors = list(OpenAPIV31SpecValidator(json.loads(service.read("/openapi.json"))).iter_errors())
    for error in errors:
        print(f"openapi.json: {'/'.join(map(str, error.path))}: {error.message}")
    return not errors


def figures(service):
    """The figures are well formed, each once, and the histograms add up."""
    wanted = {
        "staircase_jobs", "staircase_oldest_job_age_seconds", "staircase_attempts",
        "staircase_workers", "staircase_leases", "staircase_training_images_per_second",
        "staircase_database_bytes", "staircase_database_wal_bytes",
        "staircase_disk_available_bytes", "staircase_ingested", "staircase_queue_paused",
        "staircase_http_requests", "staircase_http_request_duration_seconds",
        "staircase_http_connections", "process_cpu_seconds", "process_resident_memory_bytes",
    }  # fmt: skip
    seen, found = set(), set()
    faults = []
    buckets = {}
    for family in text_string_to_metric_families(service.read("/metrics")):
        found.add(family.name)
        if not family.documentation:
            faults.append(f"{family.name} has no help")
        for sample in family.samples:
            key = (sample.name, tuple(sorted(sample.labels.items())))
            if key in seen:
                faults.append(f"{key} is there twice")
            seen.add(key)
            if family.type == "histogram":
                rest = tuple(sorted((k, v) for k, v in sample.labels.items() if k != "le"))
                row = buckets.setdefault((family.name, rest), {"buckets": []})
                if sample.name.endswith("_bucket"):
                    row["buckets"].append((float(sample.labels["le"]), sample.value))
                elif sample.name.endswith("_count"):
                    row["count"] = sample.value
    for name, row in buckets.items():
        counts = [count for _, count in sorted(row["buckets"])]
        if counts != sorted(counts) or counts[-1] != row["count"]:
            faults.append(f"{name} does not add up: {row}")
    faults += [f"{name} is missing" for name in sorted(wanted - found)]
    for fault in faults:
        print(f"/metrics: {fault}")
    return not faults


def conformance(service, arguments):
    """Schemathesis finds nothing, with all checks, also over sequences of requests."""
    command = [
        str(pathlib.Path(sys.executable).parent / "schemathesis"), "--config-file",
        str(HERE / "schemathesis.toml"), "--no-color", "run", f"{service.url}/openapi.json",
        "--checks", "all", *(arguments or ["--max-examples", "10"]),
    ]  # fmt: skip
    return subprocess.run(command, cwd=service.folder, check=False).returncode == 0


def main():
    with Service(sys.argv[1]) as service:
        results = [document(service), conformance(service, sys.argv[2:]), figures(service)]
        if not all(results):
            print("--- the service's errors ---")
            lines = pathlib.Path(service.log.name).read_text().splitlines(keepends=True)
            print("".join(line for line in lines if " error " in line)[-4000:])
    failed = results.count(False)
    print(f"{len(results) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
