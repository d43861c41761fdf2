# What the Python contestants of `accuracy` share: folds come in one a line, answers go out one a line.
import os

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"

import json
import sys

import numpy


class Fold:
    def __init__(self, train, test, **_):
        read = lambda path: numpy.loadtxt(path, dtype=int, usecols=(0, 1, 2))
        self.train, self.test = read(train), read(test)
        self.users, self.user = numpy.unique(self.train[:, 0], return_inverse=True)
        self.items, self.item = numpy.unique(self.train[:, 1], return_inverse=True)
        self.rating = self.train[:, 2]

    def lists(self, scores, k=10):
        """The k best of `scores` [users, items] that are not in the training part."""
        scores = numpy.array(scores, dtype=float)
        scores[self.user, self.item] = -numpy.inf
        best = numpy.argsort(-scores, axis=1, kind="stable")[:, :k]
        return {str(user): self.items[row].tolist() for user, row in zip(self.users, best)}


def serve(version, answer):
    for line in sys.stdin:
        fold = line.strip()
        print(json.dumps(answer(Fold(**json.loads(fold))) if fold else {"version": version}), flush=True)
