"""Fine-tunes a float32 ResNet-20 on Fashion-MNIST with LSQ in PyTorch, from a checkpoint of
Staircase and as it does.

    ~/torch/bin/pip install torch numpy safetensors
    ~/torch/bin/python Tests/Peers/finetune.py train/final/checkpoint.safetensors --bits 2

What it prints an epoch (mean training loss, test accuracy) is to be compared with a job that starts
from the same file: learning rate along a cosine, momentum 0.9, batches of 128, images shifted
by up to four pixels and mirrored.
"""

import argparse
import gzip
import math
import pathlib
import re

import numpy
import torch
from safetensors.torch import load_file
from torch.nn import functional
from torch_lsq import ResNet, initialize_inputs

BATCH, SIDE, SHIFT = 128, 28, 4
BLOCKS_OF_A_STAGE = 3


def read_idx(folder, name):
    """The values of an IDX file: images by rows and columns, or labels."""
    bytes_ = gzip.decompress((folder / f"{name}.gz").read_bytes())
    return numpy.frombuffer(bytes_, numpy.uint8, offset=16 if "images" in name else 8)


class FashionMNIST:
    """Images less the mean of all training images, by their deviation."""

    def __init__(self, folder, part):
        whole = read_idx(folder, "train-images-idx3-ubyte").astype(numpy.float32) / 255
        self.mean, self.deviation = float(whole.mean()), float(whole.std())
        images = read_idx(folder, f"{part}-images-idx3-ubyte").reshape(-1, SIDE, SIDE)
        self.images = torch.from_numpy(images.astype(numpy.float32) / 255)
        labels = read_idx(folder, f"{part}-labels-idx1-ubyte")
        self.labels = torch.from_numpy(labels.astype(numpy.int64))
        self.padded = functional.pad(self.images, [SHIFT] * 4)

    def normalized(self, images):
        images = ((images - self.mean) / self.deviation)[:, None]
        return images.contiguous(memory_format=torch.channels_last)

    def augmented(self, chosen):
        """Each image shifted, and mirrored or not."""
        count = len(chosen)
        along = torch.arange(SIDE)
        rows = torch.randint(0, 2 * SHIFT + 1, (count, 1)) + along
        mirrors = torch.rand(count, 1) < 0.5
        columns = torch.randint(0, 2 * SHIFT + 1, (count, 1)) + torch.where(
            mirrors, SIDE - 1 - along, along
        )
        return self.padded[chosen[:, None, None], rows[:, :, None], columns[:, None, :]]


def torch_name(name):
    """The name in `ResNet` of what a checkpoint of Staircase calls `name`."""
    block = re.match(r"stage(\d)\.block(\d)", name)
    if block:
        place = (int(block[1]) - 1) * BLOCKS_OF_A_STAGE + int(block[2]) - 1
        name = f"blocks.{place}{name[block.end() :]}"
    return name.replace("shortcut", "downsample")


def load(network, path):
    """Takes weights and statistics from a checkpoint; step sizes stay to be initialized."""
    weights = {torch_name(name): value for name, value in load_file(path).items()}
    own = network.state_dict()
    taken = {name: value.reshape(own[name].shape) for name, value in weights.items() if name in own}
    network.load_state_dict(taken, strict=False)
    missing = [
        name
        for name in own
        if name not in taken and not name.endswith(("quantizer.s", "num_batches_tracked"))
    ]
    if missing:
        raise SystemExit(f"{path} has no {', '.join(missing)}")


def accuracy(network, data):
    network.eval()
    with torch.no_grad():
        correct = sum(
            (
                network(data.normalized(data.images[i : i + 500])).argmax(1)
                == data.labels[i : i + 500]
            )
            .sum()
            .item()
            for i in range(0, len(data.labels), 500)
        )
    network.train()
    return correct / len(data.labels)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkpoint")
    parser.add_argument("--bits", type=int, default=2)
    parser.add_argument("--epochs", type=int, default=1)
    parser.add_argument("--learning-rate", type=float, default=0.01)
    parser.add_argument("--weight-decay", type=float, default=0.25e-4)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--data", type=pathlib.Path, default="/usr/share/datasets/fashion-mnist")
    options = parser.parse_args()
    torch.manual_seed(options.seed)
    torch.set_num_threads(options.threads)
    training, test = (FashionMNIST(options.data, part) for part in ("train", "t10k"))

    float32 = ResNet("resnet20", "none", 32, channels=1)
    load(float32, options.checkpoint)
    print(f"float32: test accuracy {accuracy(float32, test):.2%}", flush=True)
    network = ResNet("resnet20", "function", options.bits, channels=1)
    load(network, options.checkpoint)
    network = network.to(memory_format=torch.channels_last).train()
    for layer in network.modules():
        if hasattr(layer, "weight_quantizer"):
            layer.weight_quantizer.initialize(layer.weight)

    decayed = [
        p for name, p in network.named_parameters() if name.endswith("weight") and p.dim() > 1
    ]
    chosen = {id(p) for p in decayed}
    others = [p for p in network.parameters() if id(p) not in chosen]
    optimizer = torch.optim.SGD(
        [
            {"params": decayed, "weight_decay": options.weight_decay},
            {"params": others, "weight_decay": 0},
        ],
        lr=options.learning_rate,
        momentum=0.9,
    )
    batches = len(training.labels) // BATCH
    for epoch in range(options.epochs):
        order = torch.randperm(len(training.labels))
        total = 0.0
        for batch in range(batches):
            chosen = order[batch * BATCH : (batch + 1) * BATCH]
            images = training.normalized(training.augmented(chosen))
            if epoch == batch == 0:
                initialize_inputs(network, images)
            done = (epoch * batches + batch) / (options.epochs * batches)
            for group in optimizer.param_groups:
                group["lr"] = options.learning_rate * 0.5 * (1 + math.cos(math.pi * done))
            loss = functional.cross_entropy(network(images), training.labels[chosen])
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            optimizer.step()
            total += loss.item()
        print(
            f"epoch {epoch + 1}: mean training loss {total / batches:.4f}, "
            f"test accuracy {accuracy(network, test):.2%}",
            flush=True,
        )


main()
