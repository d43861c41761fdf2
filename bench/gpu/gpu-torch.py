# The same workloads in PyTorch on the card, on the same ratings. First line out: version and, if so, the problem; then an answer a request.
import itertools
import json
import os
import sys
import time

import torch

version = f"torch {torch.__version__}"
on_cpu = os.environ.get("ONECYCLE_BENCH_TORCH_CPU") == "1"
if not torch.cuda.is_available() and not on_cpu:
    print(json.dumps({"version": version, "problem": "it sees no CUDA card"}), flush=True)
    sys.exit()
device = "cpu" if on_cpu else "cuda"
name = "CPU" if on_cpu else torch.cuda.get_device_name()
print(json.dumps({"version": f"{version} on {name}"}), flush=True)
torch.manual_seed(1)


def wait():
    if device == "cuda":
        torch.cuda.synchronize()


def embedding(rows, width):
    table = torch.nn.Embedding(rows, width, device=device)
    torch.nn.init.trunc_normal_(table.weight, std=0.01)
    return table


class DotBias(torch.nn.Module):
    def __init__(self, users, items):
        super().__init__()
        self.tables = torch.nn.ModuleList(
            [embedding(users, 40), embedding(items, 40), embedding(users, 1), embedding(items, 1)]
        )

    def forward(self, users, items):
        uw, iw, ub, ib = self.tables
        raw = (uw(users) * iw(items)).sum(1) + ub(users).squeeze(1) + ib(items).squeeze(1)
        return torch.sigmoid(raw) * 5.5


class EmbeddingNN(torch.nn.Module):
    def __init__(self, users, items, user_width, item_width):
        super().__init__()
        self.users, self.items = embedding(users, user_width), embedding(items, item_width)
        self.layers = torch.nn.Sequential(
            torch.nn.Linear(user_width + item_width, 100),
            torch.nn.ReLU(),
            torch.nn.BatchNorm1d(100),
            torch.nn.Linear(100, 1),
        ).to(device)

    def forward(self, users, items):
        raw = self.layers(torch.cat([self.users(users), self.items(items)], 1)).squeeze(1)
        return torch.sigmoid(raw) * 5.5


def ratings(file, rows, batch, **_):
    """Whole batches of the ratings in the file, shuffled and on the device before any clock starts."""
    with open(file, "rb") as columns:
        data = bytearray(columns.read())
    order = torch.randperm(rows)[: rows // batch * batch]
    column = lambda i, dtype: torch.frombuffer(data, dtype=dtype, count=rows, offset=4 * rows * i)[order].to(device)
    users, items = column(0, torch.int32).long(), column(1, torch.int32).long()
    batches = zip(users.split(batch), items.split(batch), column(2, torch.float32).split(batch))
    return itertools.cycle(batches).__next__


def digits(batch, shape):
    """One batch, which goes to the device anew for each step, as ours does."""
    x = torch.rand(batch, *shape)
    y = torch.randint(0, 10, (batch,))
    return lambda: (x.to(device), y.to(device))


def workload(kind, batch, **sizes):
    """The model, its batches and its loss."""
    if kind == "dot-bias":
        model = DotBias(sizes["users"], sizes["items"])
        return model, ratings(batch=batch, **sizes), torch.nn.functional.mse_loss
    if kind == "embedding-nn":
        model = EmbeddingNN(sizes["users"], sizes["items"], sizes["userWidth"], sizes["itemWidth"])
        return model, ratings(batch=batch, **sizes), torch.nn.functional.mse_loss
    if kind == "mlp":
        layers = [torch.nn.Linear(784, 50), torch.nn.ReLU(), torch.nn.Linear(50, 10)]
        return torch.nn.Sequential(*layers).to(device), digits(batch, (784,)), torch.nn.functional.cross_entropy
    conv = lambda i, o: [torch.nn.Conv2d(i, o, 3, stride=2, padding=1), torch.nn.ReLU()]
    layers = [*conv(1, 8), *conv(8, 16), *conv(16, 32), torch.nn.Flatten(), torch.nn.Linear(512, 10)]
    return torch.nn.Sequential(*layers).to(device), digits(batch, (1, 28, 28)), torch.nn.functional.cross_entropy


made = {}


def measure(steps, seconds, **asked):
    """Time of `steps` steps, in the unit of one: from a warm block of about a second, extrapolated."""
    key = json.dumps(asked, sort_keys=True)
    if key not in made:
        made.clear()
        model, batches, loss_fn = workload(**asked)
        optimizer = torch.optim.AdamW(model.parameters(), lr=5e-3, betas=(0.9, 0.99), weight_decay=0.01)
        made[key] = (model, batches, loss_fn, optimizer)
    model, batches, loss_fn, optimizer = made[key]

    def block(n):
        wait()
        start = time.perf_counter()
        for _ in range(n):
            *inputs, targets = batches()
            loss = loss_fn(model(*inputs), targets)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        wait()
        return time.perf_counter() - start

    block(3)
    n = max(3, min(steps, int(1 / max(block(3) / 3, 1e-6))))
    one = block(n) / n
    return one * steps if seconds else one * steps * 1000


for line in sys.stdin:
    print(json.dumps({"value": measure(**json.loads(line))}), flush=True)
