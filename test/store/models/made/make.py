"""Makes the files beside this one, as torch.onnx and safetensors write them, and the logits that PyTorch has of them.

Made with Python 3.11, torch 2.13.0, onnx 1.23.1, onnxscript 0.7.2, safetensors 0.8.0: python make.py
"""

import json
import warnings

import torch
from safetensors.torch import save_file
from torch import nn

warnings.filterwarnings("ignore")
torch.manual_seed(1)

# Image i has (7919 i + 31 p) % 256 / 255 at pixel p.
images = torch.tensor([[(7919 * i + 31 * p) % 256 / 255 for p in range(784)] for i in range(3)])
square = images.reshape(-1, 1, 28, 28)


class View(nn.Module):
    """What many tutorials have: x.view, and no biases."""

    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(784, 2, bias=False)
        self.fc2 = nn.Linear(2, 10, bias=False)

    def forward(self, x):
        return self.fc2(torch.tanh(self.fc1(x.view(x.size(0), -1))))


def mlp(*widths):
    layers = [layer for a, b in zip(widths, widths[1:]) for layer in (nn.Linear(a, b), nn.ReLU())]
    return nn.Sequential(*layers[:-1])


def conv(*last):
    return nn.Sequential(nn.Conv2d(1, 2, 5, stride=2), nn.ReLU(), nn.MaxPool2d(3), nn.Flatten(), nn.Linear(32, 10), *last)


def export(name, model, given, wanted=None, **options):
    model.eval()
    torch.onnx.export(model, (given,), name, verbose=False, **options)
    logits[name] = (wanted or model)(square if given.dim() == 4 else images).tolist()


logits = {}
free = {"dynamic_shapes": ({0: "n"},)}
inner = mlp(784, 2, 2, 10)
export("dropout.onnx", nn.Sequential(nn.Flatten(), *inner[:2], nn.Dropout(0.5), *inner[2:], nn.Softmax(1)), square, nn.Sequential(nn.Flatten(), inner), **free)
axes = {"input_names": ["x"], "dynamic_axes": {"x": {0: "n"}}, "dynamo": False}
export("view.onnx", View(), square, **axes)
unequal = mlp(784, 3, 2, 10)
export("unequal.onnx", unequal, images, **axes)
normed = nn.Sequential(nn.Linear(784, 2), nn.BatchNorm1d(2), nn.ReLU(), nn.BatchNorm1d(2), nn.Linear(2, 10))
normed.train()
for _ in range(5):
    normed(torch.rand(20, 784))
export("norm.onnx", normed, images, **axes)
core = conv()
export("conv.onnx", nn.Sequential(*core, nn.LogSoftmax(1)), square, core, **free)
export("fixed.onnx", nn.Sequential(*core, nn.Softmax(1)), square[:1], core, dynamo=False, opset_version=11)
six = nn.Sequential(*core[:-1], nn.Linear(32, 6))
export("classes.onnx", six, square, dynamo=False, opset_version=13)

for name, names, kind in [
    ("quickstart", "linear_relu_stack.{}", torch.float32),
    ("module", "module.{}", torch.bfloat16),
    ("double", "net.fc{}", torch.float64),
]:
    state = {names.format(key): value.to(kind).contiguous() for key, value in inner.state_dict().items()}
    if name == "module":
        state |= {"optimizer.state.0.exp_avg": torch.zeros(2, 784, dtype=kind), "optimizer.state.0.step": torch.tensor(3)}
    save_file(state, f"{name}.safetensors")
    logits[f"{name}.safetensors"] = inner.to(kind).to(torch.float32)(images).tolist()
    inner.to(torch.float32)

with open("logits.json", "w") as file:
    json.dump({name: [[round(value, 6) for value in row] for row in rows] for name, rows in logits.items()}, file, indent=1)
    file.write("\n")
