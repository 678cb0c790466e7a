"""Training steps of LSQ in PyTorch, to be timed beside `staircase bench engine`: one line of JSON a
case.

The quantizer is Esser et al. 2020, once as the paper's pseudo-code (`paper`), once with its
gradient written as an autograd function (`function`), which is faster; `none` is the float32
network. Networks are pre-activation ResNets, the first and the last layer at 8 bits, on made-up
images of the sizes that the benchmark uses.
"""

import argparse
import json
import math
import resource
import statistics
import time

import torch
from torch import nn
from torch.nn import functional


def paper_quantizer(v, s, scale, lowest, highest):
    """Appendix A of the paper."""
    s = (s - s * scale).detach() + s * scale
    v = (v / s).clamp(lowest, highest)
    return ((v.round() - v).detach() + v) * s


class FunctionQuantizer(torch.autograd.Function):
    """The same values and gradients, by Eq. 3 and 5 of the paper."""

    @staticmethod
    def forward(ctx, v, s, scale, lowest, highest):
        ctx.save_for_backward(v, s)
        ctx.constants = scale, lowest, highest
        return (v / s).round_().clamp_(lowest, highest).mul_(s)

    @staticmethod
    def backward(ctx, gradient):
        v, s = ctx.saved_tensors
        scale, lowest, highest = ctx.constants
        x = v / s
        inside = (x >= lowest) & (x <= highest)
        change = torch.addcmul(x.round().clamp_(lowest, highest), x, inside, value=-1)
        return gradient * inside, ((change * gradient).sum() * scale).view_as(s), None, None, None


QUANTIZERS = {"paper": paper_quantizer, "function": FunctionQuantizer.apply}


class Quantizer(nn.Module):
    def __init__(self, kind, bits, signed, is_weight):
        super().__init__()
        self.quantize = QUANTIZERS[kind]
        self.is_weight = is_weight
        self.lowest = -(2 ** (bits - 1)) if signed else 0
        self.highest = 2 ** (bits - 1) - 1 if signed else 2**bits - 1
        self.s = nn.Parameter(torch.zeros(()))

    def initialize(self, v):
        self.s.data = 2 * v.detach().abs().mean() / math.sqrt(self.highest)

    def forward(self, v):
        count = v.numel() if self.is_weight else v[0].numel()
        scale = 1 / math.sqrt(count * self.highest)
        return self.quantize(v, self.s, scale, self.lowest, self.highest)


class Quantized:
    """A layer whose input and weights are quantized."""

    def quantize(self, kind, bits, signed):
        self.input_quantizer = Quantizer(kind, bits, signed, is_weight=False)
        self.weight_quantizer = Quantizer(kind, bits, True, is_weight=True)
        self.weight_quantizer.initialize(self.weight)
        return self


class QuantizedConv2d(Quantized, nn.Conv2d):
    def forward(self, x):
        return self._conv_forward(self.input_quantizer(x), self.weight_quantizer(self.weight), None)


class QuantizedLinear(Quantized, nn.Linear):
    def forward(self, x):
        return functional.linear(
            self.input_quantizer(x), self.weight_quantizer(self.weight), self.bias
        )


class Block(nn.Module):
    """Two convolutions, each after batch-norm and ReLU (He et al. 2016)."""

    def __init__(self, inputs, outputs, stride, convolution):
        super().__init__()
        self.bn1 = nn.BatchNorm2d(inputs)
        self.conv1 = convolution(inputs, outputs, 3, stride, 1)
        self.bn2 = nn.BatchNorm2d(outputs)
        self.conv2 = convolution(outputs, outputs, 3, 1, 1)
        changes = stride != 1 or inputs != outputs
        self.downsample = convolution(inputs, outputs, 1, stride, 0) if changes else None

    def forward(self, x):
        y = functional.relu(self.bn1(x))
        shortcut = x if self.downsample is None else self.downsample(y)
        return self.conv2(functional.relu(self.bn2(self.conv1(y)))) + shortcut


class ResNet(nn.Module):
    def __init__(self, name, lsq, bits, channels=3):
        super().__init__()
        small = name == "resnet20"

        def convolution(inputs, outputs, size, stride, padding, bits=bits, signed=False):
            kind = QuantizedConv2d if lsq != "none" else nn.Conv2d
            layer = kind(inputs, outputs, size, stride, padding, bias=False)
            return layer.quantize(lsq, bits, signed) if lsq != "none" else layer

        widths = [16, 32, 64] if small else [64, 128, 256, 512]
        size, stride = (3, 1) if small else (7, 2)
        self.stem = convolution(channels, widths[0], size, stride, size // 2, 8, True)
        self.pool = nn.Identity() if small else nn.MaxPool2d(3, 2, 1)
        blocks, inputs = [], widths[0]
        for stage, outputs in enumerate(widths):
            for place in range(3 if small else 2):
                stride = 2 if stage > 0 and place == 0 else 1
                blocks.append(Block(inputs, outputs, stride, convolution))
                inputs = outputs
        self.blocks = nn.Sequential(*blocks)
        self.norm = nn.BatchNorm2d(inputs)
        self.fc = (QuantizedLinear if lsq != "none" else nn.Linear)(inputs, 10 if small else 1000)
        if lsq != "none":
            self.fc.quantize(lsq, 8, False)

    def forward(self, x):
        x = self.blocks(self.pool(self.stem(x)))
        return self.fc(functional.relu(self.norm(x)).mean((2, 3)))


def initialize_inputs(network, images):
    """Step sizes of activations, from a first batch."""

    def hook(layer, inputs):
        layer.input_quantizer.initialize(inputs[0])

    layers = [layer for layer in network.modules() if isinstance(layer, Quantized)]
    hooks = [layer.register_forward_pre_hook(hook) for layer in layers]
    with torch.no_grad():
        network(images)
    for each in hooks:
        each.remove()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", choices=["resnet20", "resnet18"], default="resnet20")
    parser.add_argument("--lsq", choices=["none", "paper", "function"], default="function")
    parser.add_argument("--bits", type=int, default=3)
    parser.add_argument("--compile", action="store_true", help="through torch.compile")
    parser.add_argument("--bfloat16", action="store_true", help="with autocast")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seconds", type=float, default=10)
    options = parser.parse_args()
    torch.manual_seed(1)
    torch.set_num_threads(options.threads)

    batch, side, classes = (128, 32, 10) if options.model == "resnet20" else (32, 224, 1000)
    images = torch.randn(batch, 3, side, side).contiguous(memory_format=torch.channels_last)
    labels = torch.randint(0, classes, (batch,))
    network = ResNet(options.model, options.lsq, options.bits)
    network = network.to(memory_format=torch.channels_last).train()
    if options.lsq != "none":
        initialize_inputs(network, images)
    optimizer = torch.optim.SGD(network.parameters(), lr=1e-3, momentum=0.9, weight_decay=1e-4)
    model = torch.compile(network) if options.compile else network

    def step():
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=options.bfloat16):
            loss = functional.cross_entropy(model(images), labels)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()

    for _ in range(3):
        step()
    times = []
    end = time.perf_counter() + options.seconds
    while time.perf_counter() < end or len(times) < 4:
        start = time.perf_counter()
        step()
        times.append(time.perf_counter() - start)
    print(
        json.dumps(
            {
                "model": options.model,
                "lsq": options.lsq,
                "compile": options.compile,
                "bfloat16": options.bfloat16,
                "threads": options.threads,
                "imagesPerSecond": round(batch / statistics.median(times), 1),
                "peakMemoryBytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
                "torch": torch.__version__,
            }
        ),
        flush=True,
    )


if __name__ == "__main__":
    main()
