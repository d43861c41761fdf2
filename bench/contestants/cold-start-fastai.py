# The lesson's program in Python: read the ratings, five epochs of the recipe, ten recommendations.
# Without an argument it is the contestant, which runs itself with one.
import json
import os
import resource
import subprocess
import sys
import time
from importlib.metadata import version


def program(folder):
    import pandas as pd
    import torch
    from fastai.collab import CollabDataLoaders, collab_learner

    names = ["user", "item", "rating", "timestamp"]
    ratings = pd.read_csv(f"{folder}/u.data", sep="\t", names=names)
    movies = pd.read_csv(
        f"{folder}/u.item", sep="|", encoding="latin-1", header=None, usecols=[0, 1], names=["item", "title"]
    )
    dls = CollabDataLoaders.from_df(
        ratings.merge(movies), item_name="title", valid_pct=0.1, seed=42, bs=64, device="cpu", num_workers=0
    )
    learn = collab_learner(dls, n_factors=40, y_range=(0, 5.5), wd=0.1)
    with learn.no_bar(), learn.no_logging():
        learn.fit_one_cycle(5, 5e-3)
    items = torch.arange(1, len(dls.classes["title"]))
    with torch.no_grad():
        scores = learn.model(torch.stack([torch.ones_like(items), items], 1))
    print([dls.classes["title"][items[i]] for i in scores.topk(10).indices])


if len(sys.argv) > 1:
    program(sys.argv[1])
    sys.exit()

folder = os.path.join(os.environ.get("ONECYCLE_DATA", ""), "ml-100k")
if not os.path.exists(f"{folder}/u.data"):
    sys.exit("it needs the real MovieLens 100k in $ONECYCLE_DATA/ml-100k")


def turn():
    start = time.perf_counter()
    subprocess.run([sys.executable, __file__, folder], check=True, capture_output=True)
    seconds = time.perf_counter() - start
    # The largest of its turns: kibibytes on Linux.
    return {"value": seconds, "peakMiB": round(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)}


answer = lambda: {"version": f"fastai {version('fastai')}, torch {version('torch')}, on the same files"}
for _ in sys.stdin:
    print(json.dumps(answer()), flush=True)
    answer = turn
