# LIBMF on ratings of the same number and shape: plain stochastic gradient descent, one rating at a time, 40
# factors without biases. The epoch is the difference of two fits, so that laying out the data is not in it.
import json
import sys
import time

import numpy
from quiet_libmf import fit, version

EPOCHS, RATINGS, USERS, ITEMS = 10, 90_000, 944, 1654
rng = numpy.random.default_rng(1)
ratings = numpy.column_stack(
    [rng.integers(1, USERS, RATINGS), rng.integers(1, ITEMS, RATINGS), rng.integers(1, 6, RATINGS)]
)


def seconds(epochs):
    start = time.perf_counter()
    fit(ratings, k=40, nr_iters=epochs)
    return time.perf_counter() - start


def turn():
    return (seconds(1 + EPOCHS) - seconds(1)) * 1000 / EPOCHS


answer = lambda: {"version": f"{version}, mean of {EPOCHS} epochs a turn"}
for _ in sys.stdin:
    print(json.dumps(answer()), flush=True)
    answer = lambda: {"value": turn()}
