"""Rebuilds a ResNet for small images from its network.safetensors alone, in NumPy, and tests it on
Fashion-MNIST: the accuracy is that which its training ended with.

    ~/torch/bin/pip install numpy safetensors
    ~/torch/bin/python Tests/Peers/rebuild.py train/final/network.safetensors
"""

import argparse
import gzip
import json
import math
import pathlib

import numpy
from numpy.lib.stride_tricks import sliding_window_view
from safetensors import safe_open
from safetensors.numpy import load_file

BATCH, SIDE = 100, 28


class Network:
    """Images are of batch, height, width and channels."""

    def __init__(self, path):
        self.tensors = load_file(path)
        with safe_open(path, "np") as file:
            metadata = file.metadata()
        self.quantizers = json.loads(metadata["quantizers"])
        self.normalization = json.loads(metadata["normalization"])

    def weights(self, layer):
        """Codes times step size: out, in, height, width; of the last layer out, in."""
        name = f"{layer}.weight"
        bits, lowest, shape = (self.quantizers[name][key] for key in ("bits", "lowest", "shape"))
        packed = numpy.unpackbits(self.tensors[name], bitorder="little")
        digits = packed[: math.prod(shape) * bits].reshape(-1, bits)
        codes = digits @ (1 << numpy.arange(bits)) + lowest
        return codes.reshape(shape).astype(numpy.float32) * self.tensors[f"{name}.stepSize"]

    def quantized(self, layer, x):
        """The input of a layer at its codes times step size; a tie goes to the even code."""
        name = f"{layer}.input"
        bits, lowest = (self.quantizers[name][key] for key in ("bits", "lowest"))
        step = self.tensors[f"{name}.stepSize"]
        # Of lsq+ alone.
        offset = self.tensors.get(f"{name}.offset", numpy.float32(0))
        codes = numpy.rint(numpy.clip((x - offset) / step, lowest, lowest + 2**bits - 1))
        return codes * step + offset

    def convolved(self, layer, x, stride=1):
        weights = self.weights(layer)
        size = weights.shape[2]
        edge = (size // 2, size // 2)
        padded = numpy.pad(self.quantized(layer, x), [(0, 0), edge, edge, (0, 0)])
        windows = sliding_window_view(padded, (size, size), (1, 2))[:, ::stride, ::stride]
        return numpy.tensordot(windows, weights, ([3, 4, 5], [1, 2, 3]))

    def activated(self, name, x):
        """Batch-norm and ReLU."""
        mean, variance, weight, bias = (
            self.tensors[f"{name}.{part}"]
            for part in ("running_mean", "running_var", "weight", "bias")
        )
        x = (x - mean) / numpy.sqrt(variance + numpy.float32(1e-5)) * weight + bias
        return numpy.maximum(x, 0)

    def block(self, name, x, stride):
        y = self.activated(f"{name}.bn1", x)
        if f"{name}.shortcut.weight" in self.tensors:
            x = self.convolved(f"{name}.shortcut", y, stride)
        y = self.activated(f"{name}.bn2", self.convolved(f"{name}.conv1", y, stride))
        return x + self.convolved(f"{name}.conv2", y)

    def outputs(self, images):
        """The logits of images whose values are 0 to 255."""
        mean, deviation = (
            numpy.array(self.normalization[key], numpy.float32)
            for key in ("mean", "standardDeviation")
        )
        x = self.convolved("stem", (images.astype(numpy.float32) / 255 - mean) / deviation)
        for stage in (1, 2, 3):
            number = 1
            while f"stage{stage}.block{number}.bn1.weight" in self.tensors:
                halves = stage > 1 and number == 1
                x = self.block(f"stage{stage}.block{number}", x, 2 if halves else 1)
                number += 1
        features = self.activated("norm", x).mean((1, 2))
        return self.quantized("fc", features) @ self.weights("fc").T + self.tensors["fc.bias"]


def read_idx(folder, name, offset):
    return numpy.frombuffer(
        gzip.decompress((folder / f"{name}.gz").read_bytes()), numpy.uint8, offset=offset
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("network")
    parser.add_argument("--data", type=pathlib.Path, default="/usr/share/datasets/fashion-mnist")
    options = parser.parse_args()
    network = Network(options.network)
    images = read_idx(options.data, "t10k-images-idx3-ubyte", 16).reshape(-1, SIDE, SIDE, 1)
    labels = read_idx(options.data, "t10k-labels-idx1-ubyte", 8)
    correct = 0
    for start in range(0, len(labels), BATCH):
        found = network.outputs(images[start : start + BATCH]).argmax(1)
        correct += int((found == labels[start : start + BATCH]).sum())
    print(f"test accuracy {correct / len(labels):.2%}")


main()
