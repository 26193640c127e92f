"""The measured networks in PyTorch, one thread: a line of JSON in ({network, what, count}), one out ({times, check})."""
import json
import sys
import time

import numpy as np
import torch
import torch.nn.functional as F

torch.set_num_threads(1)
BATCH, WARM, EPSILON, STEP, ITERATIONS = 64, 10, 0.3, 0.01, 40


def scatter(count, seed):
    """Numbers from -1 to 1 by the finalizer of MurmurHash3, as in measured/networks.js."""
    with np.errstate(over="ignore"):
        x = np.arange(count, dtype=np.uint32) + np.uint32(seed * 0x9E3779B9 & 0xFFFFFFFF)
        x = (x ^ (x >> np.uint32(16))) * np.uint32(0x85EBCA6B)
        x = (x ^ (x >> np.uint32(13))) * np.uint32(0xC2B2AE35)
        x = x ^ (x >> np.uint32(16))
    return (x.astype(np.float64) / 2**31 - 1).astype(np.float32)


def first_weights(shape, seed):
    window = int(np.prod(shape[:-2], dtype=np.int64))
    bound = np.sqrt(6 / (window * (shape[-1] + shape[-2])))
    return (scatter(int(np.prod(shape)), seed).astype(np.float64) * bound).astype(np.float32).reshape(shape)


def build_network(layers):
    parts, channels, size, seed = [], 1, 28, 0
    for i, layer in enumerate(layers):
        if "pool" in layer:
            parts.append(torch.nn.MaxPool2d(layer["pool"]))
            size //= layer["pool"]
            continue
        if "conv" in layer:
            kernel, filters, stride, padding = layer["conv"]
            part = torch.nn.Conv2d(channels, filters, kernel, stride, padding)
            weight = first_weights((kernel, kernel, channels, filters), seed).transpose(3, 2, 0, 1)
            size, channels = (size + 2 * padding - kernel) // stride + 1, filters
        else:
            flat = size * size * channels
            weight = first_weights((flat, layer["dense"]), seed)
            if size > 1:  # ours are flattened with the channels last
                parts.append(torch.nn.Flatten())
                weight = weight.reshape(size, size, channels, -1).transpose(2, 0, 1, 3).reshape(flat, -1)
            part = torch.nn.Linear(flat, layer["dense"])
            weight = weight.T
            size, channels = 1, layer["dense"]
        with torch.no_grad():
            part.weight.copy_(torch.from_numpy(np.ascontiguousarray(weight)))
            part.bias.zero_()
        parts.append(part)
        seed += 2
        if i < len(layers) - 1:
            parts.append(torch.nn.ReLU())
    return torch.nn.Sequential(*parts)


def images(seed):
    return torch.from_numpy(scatter(BATCH * 784, seed).reshape(BATCH, 1, 28, 28))


def measure_steps(layers, count):
    network, x, y = build_network(layers), (images(100) + 1) / 2, torch.arange(BATCH) % 10
    optimizer = torch.optim.Adam(network.parameters(), lr=0.001, eps=1e-7)
    times, check = [], None
    for i in range(WARM + count):
        started = time.perf_counter()
        optimizer.zero_grad(set_to_none=True)
        loss = F.cross_entropy(network(x), y)
        loss.backward()
        optimizer.step()
        value = loss.item()
        if i == WARM:
            check = value
        if i >= WARM:
            times.append((time.perf_counter() - started) * 1000)
    return {"times": times, "check": check}


def measure_attacks(layers, count):
    network, x, y = build_network(layers), (images(100) + 1) / 2, torch.arange(BATCH) % 10
    start = (x + images(200) * EPSILON).clamp(0, 1)
    times, check = [], None
    for i in range(count + 1):
        started = time.perf_counter()
        point = start
        for _ in range(ITERATIONS):
            point = point.detach().requires_grad_()
            (slope,) = torch.autograd.grad(F.cross_entropy(network(point), y, reduction="sum"), point)
            with torch.no_grad():
                further = point + slope.sign() * STEP
                point = torch.minimum(torch.maximum(further, x - EPSILON), x + EPSILON).clamp(0, 1)
        if i > 0:
            times.append((time.perf_counter() - started) * 1000)
        with torch.no_grad():
            check = F.cross_entropy(network(point), y).item()
    return {"times": times, "check": check}


MEASURES = {"steps": measure_steps, "attacks": measure_attacks}
print(json.dumps({"torch": torch.__version__}), flush=True)
for line in sys.stdin:
    order = json.loads(line)
    print(json.dumps(MEASURES[order["what"]](order["network"], order["count"])), flush=True)
