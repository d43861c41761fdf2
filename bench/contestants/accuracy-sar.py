# SAR of the Recommenders project, with the settings of its notebook but for the times of the ratings.
from accuracy_fold import serve

import time
from importlib.metadata import version

import numpy
import pandas

numpy.NaN = numpy.nan  # SAR asks for the name that NumPy 2 has dropped
from recommenders.models.sar import SAR


def answer(fold):
    frame = pandas.DataFrame(fold.train, columns=["userID", "itemID", "rating"]).astype({"rating": "float32"})
    model = SAR(
        col_user="userID",
        col_item="itemID",
        col_rating="rating",
        col_timestamp="timestamp",
        similarity_type="jaccard",
        timedecay_formula=False,
        normalize=True,
    )
    start = time.process_time()
    model.fit(frame)
    seconds = time.process_time() - start
    users = pandas.DataFrame({"userID": fold.users})
    best = model.recommend_k_items(users, top_k=10, remove_seen=True, sort_top_k=True)
    lists = {str(user): group["itemID"].tolist() for user, group in best.groupby("userID", sort=False)}
    return {"seconds": seconds, "lists": lists}


serve(f"recommenders {version('recommenders')}", answer)
