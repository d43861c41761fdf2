# Surprise's SVD and SVD++ as they come. Lists are ordered by estimates that are not cut to 1 to 5.
from accuracy_fold import serve

import sys
import time

import numpy
import pandas
import surprise

MODEL = {"SVD": surprise.SVD, "SVD++": surprise.SVDpp}[sys.argv[1]]


def answer(fold):
    frame = pandas.DataFrame(fold.train, columns=["user", "item", "rating"])
    reader = surprise.Reader(rating_scale=(1, 5))
    train = surprise.Dataset.load_from_df(frame, reader).build_full_trainset()
    model = MODEL(random_state=1)
    start = time.process_time()
    model.fit(train)
    seconds = time.process_time() - start
    users = [train.to_inner_uid(user) for user in fold.users]
    items = [train.to_inner_iid(item) for item in fold.items]
    factors = numpy.array(model.pu)
    if hasattr(model, "yj"):
        for user, rated in train.ur.items():
            factors[user] += model.yj[[item for item, _ in rated]].sum(0) / numpy.sqrt(len(rated))
    scores = model.bu[users][:, None] + model.bi[items][None] + factors[users] @ model.qi[items].T
    predictions = [model.predict(user, item).est for user, item, _ in fold.test.tolist()]
    return {"seconds": seconds, "lists": fold.lists(scores), "predictions": predictions}


serve(f"scikit-surprise {surprise.__version__}", answer)
