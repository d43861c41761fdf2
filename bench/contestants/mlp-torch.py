# The same step in PyTorch on one thread of the CPU.
import json
import sys
import time

import torch

STEPS = 100
torch.set_num_threads(1)
torch.manual_seed(1)
model = torch.nn.Sequential(torch.nn.Linear(784, 50), torch.nn.ReLU(), torch.nn.Linear(50, 10))
optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3, betas=(0.9, 0.99), weight_decay=0.01)
loss_fn = torch.nn.CrossEntropyLoss()
x = torch.rand(64, 784)
y = torch.randint(0, 10, (64,))


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
