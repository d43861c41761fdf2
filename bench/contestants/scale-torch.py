# The same model in PyTorch on one thread: warm blocks of steps, extrapolated to the epoch.
import json
import sys
import time

import torch

ROWS, USERS, ITEMS, BATCH = map(int, sys.argv[1:])
BATCHES = ROWS // BATCH
torch.set_num_threads(1)
torch.manual_seed(1)
tables = [torch.nn.Embedding(*size) for size in [(USERS, 40), (ITEMS, 40), (USERS, 1), (ITEMS, 1)]]
for table in tables:
    torch.nn.init.trunc_normal_(table.weight, std=0.01)
uw, iw, ub, ib = tables
parameters = [table.weight for table in tables]
optimizer = torch.optim.Adam(parameters, lr=5e-3, betas=(0.9, 0.99))


def step():
    users = torch.randint(0, USERS, (BATCH,))
    items = torch.randint(0, ITEMS, (BATCH,))
    ratings = torch.rand(BATCH) * 4 + 1
    raw = (uw(users) * iw(items)).sum(1) + ub(users).squeeze(1) + ib(items).squeeze(1)
    loss = torch.nn.functional.mse_loss(torch.sigmoid(raw) * 5.5, ratings)
    optimizer.zero_grad()
    loss.backward()
    with torch.no_grad():
        for parameter in parameters:
            parameter.mul_(1 - 5e-4)
    optimizer.step()
    loss.item()


for _ in range(5):
    step()


def turn():
    start = time.perf_counter()
    steps = 0
    while time.perf_counter() - start < 2:
        step()
        steps += 1
    return (time.perf_counter() - start) / steps * BATCHES


answer = lambda: {"version": f"torch {torch.__version__}, blocks of 2 s extrapolated to {BATCHES} steps"}
for _ in sys.stdin:
    print(json.dumps(answer()), flush=True)
    answer = lambda: {"value": turn()}
