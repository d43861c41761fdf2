# fastai's collab_learner, the lesson's recipe, on one thread of the CPU.
from accuracy_fold import serve

import time

import numpy
import pandas
import torch
import fastai
from fastai.collab import CollabDataLoaders, collab_learner

torch.set_num_threads(1)


def answer(fold):
    torch.manual_seed(1)
    frame = pandas.DataFrame(fold.train, columns=["user", "item", "rating"])
    dls = CollabDataLoaders.from_df(frame, valid_pct=0.0, bs=64, seed=42)
    learn = collab_learner(dls, n_factors=40, y_range=(0, 5.5), wd=0.1)
    start = time.process_time()
    with learn.no_bar(), learn.no_logging():
        learn.fit_one_cycle(5, 5e-3)
    seconds = time.process_time() - start
    model = learn.model.eval()
    numpy_of = lambda layer: layer.weight.detach().numpy()
    uw, iw = numpy_of(model.u_weight), numpy_of(model.i_weight)
    ub, ib = numpy_of(model.u_bias), numpy_of(model.i_bias)
    user_at = {user: at for at, user in enumerate(dls.classes["user"])}
    item_at = {item: at for at, item in enumerate(dls.classes["item"])}
    users = [user_at[user] for user in fold.users]
    items = [item_at[item] for item in fold.items]
    raw = uw[users] @ iw[items].T + ub[users] + ib[items].T
    at = [(user_at.get(user, 0), item_at.get(item, 0)) for user, item, _ in fold.test.tolist()]
    u, i = numpy.array(at).T
    predicted = (uw[u] * iw[i]).sum(1) + ub[u, 0] + ib[i, 0]
    predictions = 5.5 / (1 + numpy.exp(-predicted.astype(float)))
    return {"seconds": seconds, "lists": fold.lists(raw), "predictions": predictions.tolist()}


serve(f"fastai {fastai.__version__}, torch {torch.__version__}", answer)
