# The same model in PyTorch, a plain loop on one thread of the CPU, dense Adam: a block of steps a turn,
# extrapolated to the epoch.
import json
import sys
import time

import torch

STEPS, BATCHES, USERS, ITEMS, FACTORS = 200, 1406, 944, 1654, 40
torch.set_num_threads(1)
torch.manual_seed(1)


class DotBias(torch.nn.Module):
    def __init__(self):
        super().__init__()
        tables = [(USERS, FACTORS), (ITEMS, FACTORS), (USERS, 1), (ITEMS, 1)]
        self.uw, self.iw, self.ub, self.ib = [torch.nn.Embedding(*size) for size in tables]
        for table in (self.uw, self.iw, self.ub, self.ib):
            torch.nn.init.trunc_normal_(table.weight, std=0.01)

    def forward(self, users, items):
        dot = (self.uw(users) * self.iw(items)).sum(1)
        return torch.sigmoid(dot + self.ub(users).squeeze(1) + self.ib(items).squeeze(1)) * 5.5


model = DotBias()
optimizer = torch.optim.Adam(model.parameters(), lr=5e-3, betas=(0.9, 0.99))
# The cost does not depend on which rows are drawn: the optimizer moves them all.
users = torch.randint(1, USERS, (STEPS, 64))
items = torch.randint(1, ITEMS, (STEPS, 64))
ratings = torch.randint(1, 6, (STEPS, 64)).float()


def turn():
    start = time.perf_counter()
    for i in range(STEPS):
        loss = torch.nn.functional.mse_loss(model(users[i], items[i]), ratings[i])
        optimizer.zero_grad()
        loss.backward()
        with torch.no_grad():
            for parameter in model.parameters():
                parameter.mul_(1 - 5e-3 * 0.1)
        optimizer.step()
        loss.item()
    return (time.perf_counter() - start) * 1000 * BATCHES / STEPS


answer = lambda: {"version": f"torch {torch.__version__}, {STEPS} steps extrapolated to {BATCHES}"}
for _ in sys.stdin:
    print(json.dumps(answer()), flush=True)
    answer = lambda: {"value": turn()}
