# The same steps in PyTorch on one thread of the CPU.
import json
import sys
import time

import torch
from torch import nn

STEPS = 50
torch.set_num_threads(1)
torch.manual_seed(1)


def convolution(inputs, outputs):
    return [nn.Conv2d(inputs, outputs, 3, 2, 1, bias=False), nn.BatchNorm2d(outputs), nn.ReLU()]


widths = [1, 8, 16, 32, 64]
layers = {
    "logistic": lambda: [nn.Linear(784, 10)],
    "nn": lambda: [nn.Linear(784, 50), nn.ReLU(), nn.Linear(50, 10)],
    "cnn": lambda: [
        nn.Unflatten(1, (1, 28, 28)),
        *(layer for pair in zip(widths, widths[1:]) for layer in convolution(*pair)),
        nn.Flatten(),
        nn.Linear(256, 10),
    ],
}
model = nn.Sequential(*layers[sys.argv[1]]())
optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3, betas=(0.9, 0.99), weight_decay=0.01)
loss_fn = nn.CrossEntropyLoss()
i = torch.arange(64 * 784)
x = ((i * 7919 % 1000 - 800).clamp(min=0) / 200).float().reshape(64, 784)
y = torch.arange(64) % 10


def turn():
    start = time.perf_counter()
    for _ in range(STEPS):
        loss = loss_fn(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        loss.item()
    return (time.perf_counter() - start) * 1000 / STEPS


answer = lambda: {"version": f"torch {torch.__version__}"}
for _ in sys.stdin:
    print(json.dumps(answer()), flush=True)
    answer = lambda: {"value": turn()}
