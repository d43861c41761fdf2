# implicit's ALS and BPR, on one thread. Their settings are chosen anew on an inner split of each training part.
from accuracy_fold import serve

import itertools
import sys
import time

import numpy
import scipy.sparse
import implicit
from implicit.als import AlternatingLeastSquares
from implicit.bpr import BayesianPersonalizedRanking

MODEL = sys.argv[1]
ALS = [
    dict(factors=factors, regularization=regularization, alpha=alpha)
    for factors, regularization, alpha in itertools.product((32, 48, 64), (30, 50, 60, 80), (5, 10, 20))
]
BPR = [
    dict(factors=factors, regularization=regularization, learning_rate=rate, iterations=iterations)
    for factors, regularization, rate, iterations in itertools.product(
        (32, 64), (0.01, 0.03), (0.003, 0.01), (100,)
    )
]
DEFAULTS = [dict()]
CHOICES = {"ALS": ALS, "ALS, its defaults": DEFAULTS, "BPR": BPR}[MODEL]
KIND = BayesianPersonalizedRanking if MODEL == "BPR" else AlternatingLeastSquares


def fit(matrix, settings):
    model = KIND(random_state=1, num_threads=1, **settings)
    start = time.process_time()
    model.fit(matrix, show_progress=False)
    seconds = time.process_time() - start
    return model.user_factors @ model.item_factors.T, seconds


def matrix(fold, rows):
    ones = numpy.ones(len(rows), dtype="float32")
    shape = (len(fold.users), len(fold.items))
    return scipy.sparse.csr_matrix((ones, (fold.user[rows], fold.item[rows])), shape=shape)


def ndcg(scores, train, wanted, k=10):
    scores = numpy.array(scores, dtype=float)
    scores[train.nonzero()] = -numpy.inf
    best = numpy.argsort(-scores, axis=1)[:, :k]
    hits = numpy.take_along_axis(wanted.toarray() > 0, best, 1)
    gains = 1 / numpy.log2(numpy.arange(k) + 2)
    relevant = numpy.asarray((wanted > 0).sum(axis=1)).ravel()
    ideal = numpy.array([gains[: min(k, count)].sum() for count in relevant])
    return ((hits * gains).sum(1)[relevant > 0] / ideal[relevant > 0]).mean()


def choose(fold):
    if len(CHOICES) == 1:
        return CHOICES[0]
    rng = numpy.random.default_rng(1)
    inner = numpy.zeros(len(fold.user), dtype=bool)
    for user in range(len(fold.users)):
        rows = rng.permutation(numpy.flatnonzero(fold.user == user))
        inner[rows[: round(0.75 * len(rows))]] = True
    train, wanted = (matrix(fold, numpy.flatnonzero(part)) for part in (inner, ~inner))
    return max(CHOICES, key=lambda settings: ndcg(fit(train, settings)[0], train, wanted))


def answer(fold):
    scores, seconds = fit(matrix(fold, numpy.arange(len(fold.user))), choose(fold))
    return {"seconds": seconds, "lists": fold.lists(scores)}


chosen = "settings as they come" if len(CHOICES) == 1 else f"settings chosen from {len(CHOICES)} in each fold"
serve(f"implicit {implicit.__version__}, {chosen}", answer)
