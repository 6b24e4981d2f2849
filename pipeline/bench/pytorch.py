"""The article's network trained by PyTorch, and bare matrix products, for `make bench` to measure beside its engines.

It reads requests from standard input, one line of JSON each, and answers each with one line of JSON: what was asked for,
or {"error": ...}. Arrays are base64 of little-endian float32, int32 or uint8, row-major; torchPeer.ts asks.

One thread, as every engine has. Images stay uint8; a batch is gathered and scaled as the engines do it. Denormal numbers
count as 0, as they do in onnxruntime here.
"""

import base64
import json
import sys
import time

import torch
from torch import nn
from torch.nn import functional

PIXELS = 784
CLASSES = 10

# The ways in which PyTorch computes Adam. Compiling the passes (torch.compile) gained nothing at any size, and took 4 to 20 s.
SETTINGS = {"fused": {"fused": True}, "foreach": {"foreach": True}, "for-loop": {"foreach": False}}

# Of the measurement that chooses one of them.
CHOICE_ROUNDS = 3
CHOICE_SECONDS = 0.05


def decode(text, dtype):
    return torch.frombuffer(bytearray(base64.b64decode(text)), dtype=dtype)


def encode(values):
    return base64.b64encode(values.contiguous().numpy().tobytes()).decode()


class Training:
    """One model in training: 784 -> H -> H -> 10 with ReLU, mean cross-entropy, Adam."""

    def __init__(self, data, request, setting):
        self.images, self.labels = data
        hidden = request["hidden"]
        layers = [nn.Linear(PIXELS, hidden), nn.Linear(hidden, hidden), nn.Linear(hidden, CLASSES)]
        with torch.no_grad():
            for layer, (weights, biases) in zip(layers, request["start"]):
                # Ours are [inputs, outputs], PyTorch's [outputs, inputs].
                inputs, outputs = layer.in_features, layer.out_features
                layer.weight.copy_(decode(weights, torch.float32).view(inputs, outputs).t())
                layer.bias.copy_(decode(biases, torch.float32))
        relu = nn.ReLU(inplace=True)
        self.model = nn.Sequential(layers[0], relu, layers[1], relu, layers[2])
        adam = request["adam"]
        self.optimizer = torch.optim.Adam(
            self.model.parameters(),
            lr=adam["learningRate"],
            betas=(adam["beta1"], adam["beta2"]),
            eps=adam["epsilon"],
            **SETTINGS[setting],
        )

    def run(self, batches):
        """One update for each row of batches, int64 [S, B]; gives the losses [S], each before its update."""
        losses = torch.empty(len(batches))
        for step, index in enumerate(batches):
            losses[step] = self.update(index)
        return losses

    def update(self, index):
        x = torch.index_select(self.images, 0, index).to(torch.float32).mul_(1 / 255)
        loss = functional.cross_entropy(self.model(x), torch.index_select(self.labels, 0, index))
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        self.optimizer.step()
        return loss.detach()


def choose_setting(data, request):
    """The fastest of the settings that this PyTorch has, each measured some times in turn."""
    count = len(data[1])
    index = torch.randint(0, count, (request["batch"],), generator=torch.Generator().manual_seed(0))
    found = {}
    for setting in SETTINGS:
        try:
            training = Training(data, request, setting)
            for _ in range(3):
                training.update(index)
            found[setting] = training
        except (RuntimeError, TypeError, ValueError):
            pass  # An older PyTorch has no fused Adam for processors.
    seconds = {setting: float("inf") for setting in found}
    for _ in range(CHOICE_ROUNDS):
        for setting, training in found.items():
            started, updates = time.perf_counter(), 0
            while time.perf_counter() - started < CHOICE_SECONDS or updates == 0:
                training.update(index)
                updates += 1
            seconds[setting] = min(seconds[setting], (time.perf_counter() - started) / updates)
    return min(seconds, key=seconds.get)


class Products:
    """Matrix products, each into memory that is kept for it."""

    def __init__(self, request):
        self.values = {
            name: decode(given["values"], torch.float32).view(given["shape"])
            for name, given in request["inputs"].items()
        }
        self.steps = []
        for product in request["products"]:
            a, b = self.values[product["a"]], self.values[product["b"]]
            transposed = product.get("transposed")
            a, b = (a.t() if transposed == "a" else a), (b.t() if transposed == "b" else b)
            result = torch.mm(a, b)
            self.values[product["result"]] = result
            self.steps.append((a, b, result))

    def run(self, times):
        for _ in range(times):
            for a, b, result in self.steps:
                torch.mm(a, b, out=result)


class Server:
    """What each request does; `opened` are trainings and products by the name that the request gave them."""

    def __init__(self):
        self.data = None
        self.opened = {}

    def version(self, request):
        return {"version": torch.__version__}

    def take_images(self, request):
        images = decode(request["images"], torch.uint8).view(-1, PIXELS)
        self.data = (images, decode(request["labels"], torch.uint8).to(torch.int64))
        return {}

    def open_training(self, request):
        setting = choose_setting(self.data, request)
        self.opened[request["name"]] = Training(self.data, request, setting)
        return {"setting": setting}

    def train(self, request):
        batches = decode(request["batches"], torch.int32).to(torch.int64).view(-1, request["batch"])
        return {"losses": encode(self.opened[request["name"]].run(batches))}

    def open_products(self, request):
        self.opened[request["name"]] = Products(request)
        return {}

    def multiply(self, request):
        with torch.no_grad():
            self.opened[request["name"]].run(request["times"])
        return {}

    def read(self, request):
        values = self.opened[request["name"]].values
        return {"results": {name: encode(values[name]) for name in request["results"]}}

    def close(self, request):
        del self.opened[request["name"]]
        return {}


def main():
    torch.set_num_threads(1)
    torch.set_num_interop_threads(1)
    torch.set_flush_denormal(True)
    server = Server()
    for line in sys.stdin:
        request = json.loads(line)
        try:
            answer = getattr(server, request["do"])(request)
        except Exception as error:  # Whatever it is, who asked is to say it.
            answer = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
