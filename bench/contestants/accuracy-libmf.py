# LIBMF's matrix factorization (no biases), on one thread. Factors and the L2 term are chosen anew on an inner
# split of each training part.
from accuracy_fold import serve

import itertools
import time

import numpy
from quiet_libmf import fit, version

CHOICES = [
    dict(k=k, lambda_p1=0, lambda_q1=0, lambda_p2=l2, lambda_q2=l2)
    for k, l2 in itertools.product((8, 40, 80), (0.05, 0.1, 0.15))
]


def scores_of(model, users, items):
    """[users, items]; the mean where the training part does not know one of them."""
    tables = []
    for factors, ids in ((model.p_factors(), users), (model.q_factors(), items)):
        table = numpy.full((max(len(factors), ids.max() + 1), model.model.k), numpy.nan)
        table[: len(factors)] = factors
        tables.append(table[ids])
    scores = tables[0] @ tables[1].T
    return numpy.where(numpy.isnan(scores), model.model.b, scores)


def predictions(model, rows):
    users, user = numpy.unique(rows[:, 0], return_inverse=True)
    items, item = numpy.unique(rows[:, 1], return_inverse=True)
    return scores_of(model, users, items)[user, item].clip(1, 5)


def choose(train):
    rows = numpy.random.default_rng(1).permutation(train)
    inner, held = rows[len(rows) // 10 :], rows[: len(rows) // 10]
    error = lambda settings: ((predictions(fit(inner, **settings), held) - held[:, 2]) ** 2).mean()
    return min(CHOICES, key=error)


def answer(fold):
    settings = choose(fold.train)
    start = time.process_time()
    model = fit(fold.train, **settings)
    seconds = time.process_time() - start
    return {
        "seconds": seconds,
        "lists": fold.lists(scores_of(model, fold.users, fold.items)),
        "predictions": predictions(model, fold.test).tolist(),
    }


serve(f"{version}, settings chosen from {len(CHOICES)} in each fold", answer)
