"""Training steps of Staircase beside PyTorch's, in one run: run it with a Python that has torch.

Programs take turns, in as many rounds as asked for, and the median of each is shown.

python3 -m venv ~/torch && ~/torch/bin/pip install torch
~/torch/bin/python Tests/Peers/compare_engine.py
"""

import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys

here = pathlib.Path(__file__).parent
staircase = os.environ.get("STAIRCASE", here.parent.parent / ".build/release/staircase")

# What is told apart of PyTorch's ways to train the same network.
PEERS = [
    ("float32", ["--lsq", "none"]),
    ("LSQ, the paper's pseudo-code", ["--lsq", "paper"]),
    ("LSQ, autograd function", ["--lsq", "function"]),
    ("LSQ, torch.compile", ["--lsq", "paper", "--compile"]),
]
# Where the processor multiplies bfloat16; elsewhere it is far slower.
if "avx512_bf16" in pathlib.Path("/proc/cpuinfo").read_text():
    PEERS.append(("LSQ, torch.compile, bfloat16", ["--lsq", "paper", "--compile", "--bfloat16"]))


def lines(*command):
    """The JSON objects that a command prints, one a line."""
    output = subprocess.run([str(part) for part in command], stdout=subprocess.PIPE, check=True)
    return [json.loads(line) for line in output.stdout.splitlines()]


def measurements(model, settings):
    """What each program reaches, in turn: program, arithmetic, images a second, peak memory."""
    for row in lines(staircase, "bench", "engine", "--model", model, "--json", *settings):
        products = "integer" if row["precision"] == "mixed" else "float32"
        is_float = row["arithmetic"] == "float32"
        name = "float32" if is_float else f"LSQ 3-bit, {products} products"
        yield "staircase", name, row["imagesPerSecond"], row["peakMemoryBytes"]
    for name, arguments in PEERS:
        script = here / "torch_lsq.py"
        (row,) = lines(sys.executable, script, "--model", model, *arguments, *settings)
        name = name.replace("LSQ", "LSQ 3-bit")
        yield f"PyTorch {row['torch']}", name, row["imagesPerSecond"], row["peakMemoryBytes"]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--models", nargs="+", default=["resnet20", "resnet18"])
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    settings = ["--threads", options.threads, "--seconds", options.seconds]
    for model in options.models:
        rounds = [list(measurements(model, settings)) for _ in range(options.rounds)]
        rows = []
        for same in zip(*rounds, strict=True):
            program, name, _, _ = same[0]
            speed = statistics.median(row[2] for row in same)
            rows.append((program, name, speed, max(row[3] for row in same)))
        best = max(row[2] for row in rows if row[0] != "staircase" and "LSQ" in row[1])
        print(f"\n{model}, {options.threads} threads, medians of {options.rounds}\n")
        print("| program | arithmetic | images/s | to PyTorch's best LSQ | peak memory |")
        print("|---|---|---:|---:|---:|")
        for program, name, speed, memory in rows:
            shown = f"{speed:,.0f}" if speed >= 100 else f"{speed:.1f}"
            print(f"| {program} | {name} | {shown} | {speed / best:.2f} | {memory >> 20:,} MiB |")
        sys.stdout.flush()


main()
